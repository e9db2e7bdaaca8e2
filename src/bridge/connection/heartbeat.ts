/**
 * When somebody of us last heard the desk, as whoever leads writes it down: after a crash this is where the gap begins. Each instance has
 * signs of life of its own beside it.
 */
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { lookAtLead } from "../health/check-instances.ts";
import { noteInstance } from "./note-instance.ts";

const key = "heartbeat";
/** The same by the database's clock: hosts' own may differ. */
const sharedKey = "heartbeat.shared";
const restoredKey = "restored";

/** A tick: we are here, and the desk is connected, or is not. */
export async function beat(ctx: Context): Promise<void> {
  ctx.connection.noticeSleep();
  ctx.connection.beat();
  await ctx.store.transaction(async (tx) => {
    await noteInstance(ctx, tx);
    if (ctx.leads() && ctx.connection.lostSince === null) await noteHeartbeat(tx, ctx.now());
  });
  if (!ctx.store.lead.isShared) return;
  await lookAtLead(ctx);
  // Whoever leads looks more often (`heed-instances.ts`).
  if (ctx.leads()) return;
  const rows = await ctx.store.read((tx) => tx.instances.all());
  ctx.connection.doubt(ctx.instance.look(rows).doubtedUntil);
}

/** The app runs, and hears the desk. @param now milliseconds since 1970. */
export async function noteHeartbeat(tx: Tx, now: number): Promise<void> {
  await tx.settings.writeTime(key, now);
  await tx.settings.stamp(sharedKey);
}

/** Null for a database that no app has run on. Milliseconds. */
export async function lastHeartbeat({ store }: Pick<Context, "store">): Promise<number | null> {
  return await store.read((tx) => tx.settings.readTime(key));
}

/** How long ago that was, where several hosts write it; null: only the time itself tells. Milliseconds. */
export async function sinceHeartbeat({ store }: Pick<Context, "store">): Promise<number | null> {
  if (!store.lead.isShared) return null;
  const age = await store.read((tx) => tx.settings.age(sharedKey));
  return age === null ? null : Math.max(0, age);
}

/** A copy was put in the place of a database: whatever its heartbeat says, others may have sent what it thinks is due. */
export async function markRestored(tx: Tx): Promise<void> {
  await tx.settings.write(restoredKey, "yes");
}

/** Whether this is such a copy. */
export async function isRestored(tx: Tx): Promise<boolean> {
  return (await tx.settings.read(restoredKey)) !== null;
}

export async function forgetRestored(tx: Tx): Promise<void> {
  await tx.settings.drop(restoredKey);
}
