/**
 * The desk tells us again what happens. While it did not, an edit or a deletion could not reach us: such time does not count
 * towards a hold, and what waited across it is read again before it leaves.
 */
import { noteGap } from "../channels/gaps.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { readBeforeLeaving } from "../messages/read-before-leaving.ts";
import { catchUpMissed } from "./catch-up-desk.ts";
import { forgetRestored, noteHeartbeat } from "./heartbeat.ts";
import { noteInstance } from "./note-instance.ts";

/** What was missed is usually known within a second; where Slack is slow, order gives way. Milliseconds. */
export const orderFirst = 10_000;

/** Holds go on from here, then what we missed is fetched. Without the lead it is only told to whoever has it (`heed-instances.ts`). */
export async function regainConnection(ctx: Context): Promise<void> {
  const since = ctx.connection.deafSince;
  if (since === null) return;
  const { losses } = ctx.connection;
  await ctx.store.transaction(async (tx) => {
    await noteInstance(ctx, tx, null);
    if (!ctx.leads()) return;
    await countGap(ctx, tx, since);
    await noteHeartbeat(tx, ctx.now());
    await forgetRestored(tx);
  });
  if (ctx.connection.losses !== losses) return;
  ctx.connection.regain();
  if (ctx.leads()) await fetchMissed(ctx);
}

/** What the desk told since then may be lost. Milliseconds. */
export async function countGap(ctx: Context, tx: Tx, since: number): Promise<void> {
  await prolongHolds(ctx, tx, since);
  await noteGap(ctx, tx, since);
}

/** Whatever waits is looked at again. */
export async function lookBeforeLeaving(tx: Tx): Promise<void> {
  for (const message of await tx.messages.inState(["waiting", "queued"]))
    if (!message.reread) await readBeforeLeaving(tx, message);
}

/** Fetches what was missed; what is newer waits for it a little, so that it does not overtake. */
export async function fetchMissed(ctx: Context): Promise<void> {
  ctx.connection.fetching(ctx.now() + orderFirst);
  await catchUpMissed(ctx);
  ctx.connection.fetched();
}

/** A hold is as long as it was, however long the connection was lost meanwhile; none becomes longer than a new one. What waits for whatever reason is read again. */
async function prolongHolds(ctx: Context, tx: Tx, since: number): Promise<void> {
  const now = ctx.now();
  for (const message of await tx.messages.inState(["waiting", "queued"])) {
    await readBeforeLeaving(tx, message);
    if (message.waitReason !== "hold") continue;
    const [lost, latest] = [Math.max(0, now - since), now + ctx.settings.hold];
    const notBefore = Math.min((message.notBefore ?? now) + lost, latest);
    await tx.messages.update(message.id, { notBefore });
  }
}
