import { lineByNumber } from "../../domain/directory.ts";
import { keepsItsLine } from "../../domain/origin.ts";
import { type EpisodeContext, fromLine } from "../context/episode-context.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";

/** A reply leaves from the line that is right now; all else, from the one that it was written for. */
export async function fromItsLine(
  tx: Tx,
  around: EpisodeContext,
  { origin, line }: Pick<Message, "origin" | "line">,
): Promise<EpisodeContext> {
  return keepsItsLine(origin) ? await fromLine(tx, around, lineByNumber(around.directory, line)) : around;
}
