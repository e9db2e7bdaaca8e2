/**
 * Whether what happens in a conversation is noted as not logged yet, with the row that is written anyway. It may be noted too often:
 * whoever reads it (`note-unlogged.ts`) knows better.
 */
import type { Directory } from "../../domain/directory.ts";
import { localDay } from "../../domain/local-day.ts";
import { logPolicy } from "../../domain/log-policy.ts";
import { logRulesOf } from "../../domain/log-rules-of.ts";
import type { Owner } from "../../domain/owner.ts";
import { ownerZone } from "../../domain/owner-zone.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";

export interface LoggedAround {
  readonly directory: Directory;
  readonly conversation: { readonly owner: Owner };
  readonly episode: Pick<Episode, "state" | "recorded" | "channel">;
}

function owesLog({ directory, conversation: { owner }, episode }: LoggedAround): boolean {
  if (owner.kind === "member" || episode.recorded || episode.state === "quiet") return true;
  const { logShared, popupAfterFirst } = logPolicy(logRulesOf(directory, owner, episode.channel), null);
  // Whoever writes in it first is asked for more.
  return logShared === "from_first_message" || popupAfterFirst;
}

/** What a row says of itself that is written anyway, where its record is to tell it; it never takes back what was noted before. */
export function unloggedIn(around: LoggedAround): { readonly unlogged?: true } {
  return owesLog(around) ? { unlogged: true } : {};
}

type LoggedAt = Pick<Message, "localDay"> & Partial<Pick<Message, "unlogged">>;

/** What a text's row says that came, or begins to leave, at that moment. */
export function loggedAt(around: LoggedAround, at: number): LoggedAt {
  const zone = ownerZone(around.directory, around.conversation.owner);
  return { localDay: localDay(at, zone), ...unloggedIn(around) };
}
