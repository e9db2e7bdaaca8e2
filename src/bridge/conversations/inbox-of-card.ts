/** What a card says of the carrier's own shared inbox, in which its conversation stands as well. Where there is none, nothing is asked. */
import type { CardModel } from "../../domain/card.ts";
import { memberName } from "../../domain/people.ts";
import { ownLogin } from "../../domain/whose-login.ts";
import type { Context } from "../context/context.ts";
import { type EpisodeContext, userOf } from "../context/episode-context.ts";
import type { KeptThread } from "../contracts/store/carrier-threads.ts";
import type { Tx } from "../contracts/store/store.ts";

interface InboxOfCard {
  readonly model: NonNullable<CardModel["inbox"]> | null;
  /** How it ended, where it was ended there. */
  readonly ended: CardModel["resolved"];
}

const nothing: InboxOfCard = { model: null, ended: null };

export async function inboxOfCard(
  { carriers, carrierTitle }: Pick<Context, "carriers" | "carrierTitle">,
  tx: Tx,
  around: EpisodeContext,
): Promise<InboxOfCard> {
  const { line, party, episode } = around;
  const threads = line === null ? undefined : carriers.get(line.carrier)?.threads;
  if (line === null || threads === undefined || party?.kind !== "group") return nothing;
  const kept = await tx.carrierThreads.of(episode.id);
  const carrier = carrierTitle(line.carrier);
  const open = kept.find(({ state }) => state === "open") ?? null;
  const model = {
    carrier,
    shows: senderThere(around, open),
    isOver: kept.length > 0 && open === null,
  };
  return { model, ended: endedOf(around, kept, { there: carrier, hours: threads.closesAfterHours }) };
}

/** Null where it is who has it here, or nobody. */
function senderThere({ directory, episode, line }: EpisodeContext, open: KeptThread | null): string | null {
  if (line === null) return null;
  const own = ownLogin(directory, line, episode.assignee);
  if (open !== null && open.assignee !== null && open.assignee === own) return null;
  if (open?.assigneeName != null) return open.assigneeName;
  // Until the carrier says how it calls them.
  const isTheLines = episode.assignee !== null && own === null && line.login !== undefined;
  return isTheLines ? `the user of the login ${line.login}` : null;
}

function endedOf(
  around: EpisodeContext,
  kept: readonly KeptThread[],
  { there, hours }: { readonly there: string; readonly hours: number | undefined },
): CardModel["resolved"] {
  const { state, resolvedAt, resolvedBy } = around.episode;
  const by = kept.find(({ reason, changedAt }) => reason !== null && changedAt === resolvedAt);
  if (state !== "resolved" || resolvedAt === null || by === undefined) return null;
  const ended = { by: null, user: null, at: resolvedAt, there };
  if (by.reason === "silence") return hours === undefined ? ended : { ...ended, silentFor: hours };
  if (resolvedBy === null) return { ...ended, by: by.assigneeName };
  return { ...ended, by: memberName(around.directory, resolvedBy), user: userOf(around, resolvedBy) };
}
