/** A thread of a carrier's shared inbox, with what it is of here. */
import { type Line, lineByNumber } from "../../domain/directory.ts";
import type { LoginName } from "../../domain/ids.ts";
import { sendingLogin } from "../../domain/whose-login.ts";
import { aroundEpisode, type EpisodeContext } from "../context/episode-context.ts";
import type { KeptThread } from "../contracts/store/carrier-threads.ts";
import type { Tx } from "../contracts/store/store.ts";

export interface Inbox {
  readonly around: EpisodeContext;
  readonly line: Line;
}

/** Null where it is of no stretch, or of one that no group answers: those are mirrored nowhere. */
export async function inboxOf(tx: Tx, { episodeId, line: number }: KeptThread): Promise<Inbox | null> {
  const around = episodeId === null ? null : await aroundEpisode(tx, episodeId);
  const line = around && lineByNumber(around.directory, number);
  return line && around.party?.kind === "group" ? { around, line } : null;
}

/** Who has it there as it stands here: who sends for whoever has it. Null: nobody. */
export function holderThere({ around: { directory, episode }, line }: Inbox): LoginName | null {
  return episode.assignee === null ? null : sendingLogin(directory, line, episode.assignee, true);
}

/** Of one that may be another's by now: not as anybody's whom we know, so that whatever is told next is news, and whoever has it here is told there. */
export const notKnown = { assignee: null, assigneeName: "somebody else" } as const;
