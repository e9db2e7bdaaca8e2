/** How a thread of a carrier's own shared inbox stands there. */
import type { Context } from "../context/context.ts";
import type { CarrierThreadEvent, ThreadNoteEvent } from "../contracts/carrier-threads.ts";

export async function takeThread(
  ctx: Context,
  carrier: string,
  { state }: CarrierThreadEvent,
): Promise<void> {
  ctx.log.debug({ carrier, state }, "a thread of the carrier's inbox changed");
}

export async function takeThreadNote(
  ctx: Context,
  carrier: string,
  { thread }: ThreadNoteEvent,
): Promise<void> {
  ctx.log.debug({ carrier, thread }, "a note was written in the carrier's inbox");
}
