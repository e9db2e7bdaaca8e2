/** What each process tells of itself to the others on the same database: that it runs, and whether it hears the desk. */
import type { Context } from "../context/context.ts";
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
  // Before it first heard, nothing was told to it.
  const deafSince = deaf === null || ctx.connection.regainedAt !== null ? deaf : startedAt;
  // Whoever leads heeds its own gaps (`regain-connection.ts`).
  await tx.instances.tell({ name, version, startedAt, beatAt: ctx.now(), deafSince }, ctx.leads());
}
