/** A tick: what is kept only to recognise repeats is forgotten once no repeat can come. */
import type { Bridge } from "../context/context.ts";

const day = 24 * 60 * 60 * 1000;
/** Slack redelivers within hours, carriers within a day. */
const rememberFor = 7 * day;

export async function forgetOld(bridge: Bridge): Promise<void> {
  const before = bridge.now() - rememberFor;
  await bridge.store.transaction(async (tx) => {
    await tx.inbox.forgetBefore(before);
    await tx.arrivals.dropReportsBefore(before);
    await tx.replies.dropUnseenBefore(before);
  });
}
