/** A tick: what is kept only to recognise repeats is forgotten once no repeat can come. */
import type { Context } from "../context/context.ts";

const day = 24 * 60 * 60 * 1000;
/** Slack redelivers within hours, carriers within a day. */
const rememberFor = 7 * day;

export async function forgetOld(ctx: Context): Promise<void> {
  const before = ctx.now() - rememberFor;
  await ctx.store.transaction(async (tx) => {
    await tx.inbox.forgetBefore(before);
    await tx.arrivals.dropReportsBefore(before);
    await tx.replies.dropUnseenBefore(before);
  });
}
