/** A text of which it was heard what it says about being texted. */
import type { Line } from "../../domain/directory.ts";
import type { MessageId } from "../../domain/ids.ts";
import { senderOf } from "../../domain/sender.ts";
import type { Context } from "../context/context.ts";
import type { EpisodeContext } from "../context/episode-context.ts";
import type { TextEvent } from "../contracts/carrier-events.ts";
import type { Said } from "../messages/add-to-ledger.ts";
import type { Heard } from "./hear-opt-out.ts";

export interface HeardText {
  readonly event: TextEvent;
  readonly line: Line;
  /** Null for one that is no message yet, because its line leads to nobody. */
  readonly message: MessageId | null;
  readonly writtenAt: number;
}

export function saidBy({ isAnswered }: Heard, { event, line, message, writtenAt }: HeardText): Said {
  return {
    source: isAnswered ? "carrier_word" : "word",
    by: null,
    at: writtenAt,
    evidence: event.body,
    messageId: message,
    line: line.number,
  };
}

/** Nobody else does, it is not too late for it, and it would not be one of our own numbers that hears it. */
export function mayAnswer(
  ctx: Context,
  { directory }: EpisodeContext,
  { isAnswered }: Heard,
  { writtenAt, event }: HeardText,
): boolean {
  const isOurs = senderOf(directory, event.from) === "internal";
  return !isAnswered && !isOurs && ctx.now() - writtenAt <= ctx.settings.sendWithin;
}
