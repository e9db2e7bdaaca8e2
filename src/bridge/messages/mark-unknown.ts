/** A text that was being sent, and nobody knows what came of it: it is looked for, and never sent again on a guess (law 3). */
import type { Context } from "../context/context.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueFind, enqueueMarkOf, withdrawSend } from "../outbox/enqueue.ts";
import { countsAfterAll } from "../records/count-for-day.ts";
import { noWait } from "./waits.ts";
import { tellIfOutdated } from "./what-left.ts";

/** How often we look for it at the carrier, after these many milliseconds. */
export const findAfter = [2_000, 15_000, 60_000, 300_000] as const;

export async function markUnknown(ctx: Context, tx: Tx, message: Message): Promise<void> {
  const now = ctx.now();
  await withdrawSend(tx, message);
  const counted = await countsAfterAll(ctx, tx, message);
  await tx.messages.update(message.id, { state: "unknown", ...noWait, ...counted });
  await enqueueMarkOf(tx, message, now);
  await tellIfOutdated(ctx, tx, message, "unknown");
  await enqueueFind(tx, message.id, now + findAfter[0], now);
}
