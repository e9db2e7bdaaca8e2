/** A note was written into a thread of the carrier's own shared inbox. */
import type { Context } from "../context/context.ts";
import type { ThreadNoteEvent } from "../contracts/carrier-threads.ts";

export async function takeThreadNote(
  ctx: Context,
  carrier: string,
  { thread }: ThreadNoteEvent,
): Promise<void> {
  ctx.log.debug({ carrier, thread }, "a note was written in the carrier's inbox");
}
