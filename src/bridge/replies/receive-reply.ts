/** Someone wrote in a thread, as an event tells or a look at what we missed shows. */
import type { Context } from "../context/context.ts";
import { lookIfOwed } from "./look-at-thread.ts";
import { type ReceivedReply, takeInReply } from "./take-reply.ts";

export async function receiveReply(ctx: Context, input: ReceivedReply): Promise<void> {
  const { channel, thread, ts } = input.reply;
  if (input.how === "event") await lookIfOwed(ctx, { channel, ts: thread }, ts);
  await takeInReply(ctx, input);
}
