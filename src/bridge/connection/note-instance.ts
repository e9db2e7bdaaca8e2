/** What each process tells of itself to the others on the same database: that it runs, and whether it hears the desk. */
import { earliest } from "../../lib/earliest.ts";
import type { Context } from "../context/context.ts";
import type { InstanceRow } from "../contracts/store/instances.ts";
import type { Tx } from "../contracts/store/store.ts";

/** At once, where it hears the desk no more: the others need not wait for its next heartbeat. */
export async function tellHearing(ctx: Context): Promise<void> {
  if (ctx.store.lead.isShared) await ctx.store.transaction((tx) => noteInstance(ctx, tx));
}

/** It stops in order: what it was told is handled. */
export async function leaveInstances(ctx: Context): Promise<void> {
  await ctx.store.transaction((tx) => tx.instances.remove(ctx.instance.name));
}

/** @param deaf since when it hears nothing of the desk; null while it hears. Milliseconds. */
export async function noteInstance(
  ctx: Context,
  tx: Tx,
  deaf: number | null = ctx.connection.deafSince,
): Promise<void> {
  const { name, version, startedAt } = ctx.instance;
  const before = await tx.instances.get(name);
  // Before it first heard, nothing was told to it.
  const deafSince = deaf === null || ctx.connection.regainedAt !== null ? deaf : startedAt;
  await tx.instances.put({
    name,
    version,
    startedAt,
    beatAt: ctx.now(),
    deafSince,
    missedSince: missedBy(ctx, before, deafSince),
  });
}

/** What whoever leads is to heed. It heeds its own gaps by itself (`regain-connection.ts`). */
function missedBy({ instance, leads }: Context, before: InstanceRow | null, deaf: number | null) {
  const { startedAt } = instance;
  // Another process had the same name, and took no leave.
  if (before !== null && before.startedAt !== startedAt)
    return earliest([before.missedSince, before.deafSince, before.beatAt]);
  if (leads() || before?.deafSince === deaf) return before?.missedSince ?? null;
  const lost = [deaf, before?.deafSince ?? null].filter((since) => since !== null && since > startedAt);
  return earliest([before?.missedSince ?? null, ...lost]);
}
