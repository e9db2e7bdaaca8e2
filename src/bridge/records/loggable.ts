/** What of a conversation somebody logs by hand, if they may: of a direct one a day, of a shared one a stretch. */
import type { EpisodeId, RecordId, SlackUserId } from "../../domain/ids.ts";
import { localDay } from "../../domain/local-day.ts";
import { theyOf } from "../../domain/owner.ts";
import { maySee } from "../../domain/policy/access.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import { notInDirectory, type Refused } from "../context/outcome.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { LogRecord } from "../contracts/store/records.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type RecordFacts, recordFacts } from "./record-facts.ts";

export interface LogTarget {
  readonly episode: EpisodeId;
  /** `2026-01-31`; null: all of it, or what its record says. */
  readonly day: string | null;
  /** Null while there is none. */
  readonly record: RecordId | null;
}

/** By which it is known: what was said last in a stretch, or a record. */
export type LogOf = { readonly episode: EpisodeId } | { readonly record: RecordId };

export function ofTarget({ episode, record }: LogTarget): LogOf {
  return record === null ? { episode } : { record };
}

interface Loggable {
  readonly around: RecordFacts;
  readonly target: LogTarget;
  readonly record: LogRecord | null;
}

export async function whatIsLogged(
  ctx: Context,
  tx: Tx,
  user: SlackUserId,
  of: LogOf,
): Promise<Loggable | Refused> {
  const known = "record" in of ? await tx.records.get(of.record) : null;
  const episode = "record" in of ? known?.episodeId : of.episode;
  const around = episode === undefined ? null : await recordFacts(tx, episode);
  if (around === null) return { refusal: "This conversation is not known here any more." };
  const refusal = whyNot(ctx, around, user);
  if (refusal !== null) return { refusal };
  if (known !== null) return { around, target: targetOf(known), record: known };
  const { conversation } = around;
  const [said] = await tx.messages.lastSaid(around.episode.id, 1);
  const last = (await leaving(tx, around.episode.id)) ?? said;
  if (last === undefined) return { refusal: "Nothing was said here yet, so there is nothing to log." };
  const isDirect = conversation.owner.kind === "member";
  const at = last.sendingAt ?? last.writtenAt;
  const day = isDirect ? (last.localDay ?? localDay(at, around.zone)) : null;
  const target = { episode: around.episode.id, day };
  const place = { conversationId: conversation.id, episodeId: target.episode, localDay: day };
  const record = await tx.records.standing(place);
  return { around, target: { ...target, record: record?.id ?? null }, record };
}

/** What was sent just now counts for today, and may be the first that is said here. */
async function leaving(tx: Tx, episode: EpisodeId): Promise<Message | undefined> {
  const texts = await tx.messages.ofEpisode(episode);
  return texts.findLast(
    ({ state, waitReason }) =>
      state === "queued" || state === "sending" || (state === "waiting" && waitReason === "hold"),
  );
}

/** Null for whoever may log it. */
export function whyNot(ctx: Context, around: RecordFacts, user: SlackUserId): string | null {
  const member = memberOf(around, user);
  if (member === null) return notInDirectory;
  if (!maySee(around.party, member))
    return `Only ${theyOf(around.party)} and managers can log this conversation.`;
  if (!around.isLeftOut) return null;
  return `Nothing of this number is logged to ${ctx.crm.title}: it is one of the numbers that are never logged (do_not_log).`;
}

function targetOf({ id, episodeId, localDay: day }: LogRecord): LogTarget {
  return { episode: episodeId, day, record: id };
}
