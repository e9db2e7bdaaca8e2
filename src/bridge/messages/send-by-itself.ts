/** A text that nobody wrote by hand: it goes through the door like all others, from the line that was texted. */
import type { Line } from "../../domain/directory.ts";
import type { MessageId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import { type EpisodeContext, fromLine } from "../context/episode-context.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { writeText } from "./write-text.ts";

interface ByItself {
  readonly line: Line;
  readonly body: string;
  /** Settled before, where something names it already. */
  readonly id?: MessageId;
}

/** Null where it may not leave: nobody is told. */
export async function sendByItself(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  { line, body, id }: ByItself,
): Promise<Message | null> {
  const { verdict, message } = await writeText(ctx, tx, {
    around: await fromLine(tx, around, line),
    origin: "automatic",
    body,
    author: null,
    reply: null,
    writtenAt: ctx.now(),
    tooLate: false,
    agreed: new Set(),
    atOnce: false,
    message: null,
    retryOf: null,
    ...(id === undefined ? {} : { id }),
  });
  return verdict.kind === "text" ? message : null;
}
