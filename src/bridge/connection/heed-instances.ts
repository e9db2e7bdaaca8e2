/**
 * The desk tells each event to one of the instances. What it told to one that fell silent, or lost its connection, it tells again only
 * later: whoever leads heeds that as if its own connection had been lost since. While others hear, it goes on: what leaves is looked at before.
 */
import { earliest } from "../../lib/earliest.ts";
import type { Context } from "../context/context.ts";
import { silentAfter } from "../context/instance.ts";
import type { InstanceRow } from "../contracts/store/instances.ts";
import type { Tx } from "../contracts/store/store.ts";
import { forgetRestored, noteHeartbeat } from "./heartbeat.ts";
import { countGap, fetchMissed, lookBeforeLeaving, orderFirst } from "./regain-connection.ts";

/** A tick of whoever leads. */
export async function heedInstances(ctx: Context): Promise<void> {
  const { connection, now } = ctx;
  const rows = await ctx.store.read((tx) => tx.instances.all());
  const others = ctx.instance.look(rows);
  connection.doubt(others.doubtedUntil);
  if (!others.hears) connection.standAlone();
  const covered = others.hears ? connection.lostAlone : null;
  const silent = others.silent.map(({ aliveAt }) => aliveAt);
  const since = earliest([...rows.map(({ missedSince }) => missedSince), ...silent, covered]);
  if (since === null) {
    if (connection.doubtedUntil > now()) await ctx.store.transaction(lookBeforeLeaving);
    return;
  }
  // Whoever looks at the desk just now looks again.
  connection.noteMissed();
  await ctx.store.transaction(async (tx) => {
    await countGap(ctx, tx, Math.min(since, now()));
    for (const row of rows) await tx.instances.heeded(row);
    for (const { row } of others.silent) await tx.instances.forget(row);
    if (covered === null) return;
    await noteHeartbeat(tx, now());
    await forgetRestored(tx);
  });
  // What carriers told it as it went stands in their lists.
  if (others.silent.length > 0) ctx.missedTexts.noteAll();
  if (others.silent.length > 0)
    ctx.log.warn(
      { instances: others.silent.map(({ row }) => row.name) },
      "an instance fell silent; what the desk told it is fetched, and looked at before it leaves",
    );
  if (covered !== null) connection.coverBy();
  connection.oweFetching(now() + orderFirst);
}

/** A tick beside it, since fetching may take its time. */
export async function fetchMissedByOthers(ctx: Context): Promise<void> {
  if (ctx.connection.owesFetching) await fetchMissed(ctx);
}

/**
 * Whoever takes the lead knows of no other whether it lives: what each was told since its last sign of life may be lost.
 * @returns since when; null where nobody else ran. Milliseconds.
 */
export async function missedByAll(ctx: Context, tx: Tx): Promise<number | null> {
  const rows = await tx.instances.all();
  for (const row of rows) {
    if (isGone(ctx, row)) await tx.instances.remove(row.name);
    else await tx.instances.heeded(row);
  }
  return earliest(
    rows.flatMap((row) => [row.missedSince, row.deafSince, isUs(ctx, row) ? null : row.beatAt]),
  );
}

/** The process before may have had the same name. */
function isUs({ instance }: Context, { name, startedAt }: InstanceRow): boolean {
  return name === instance.name && startedAt === instance.startedAt;
}

function isGone(ctx: Context, row: InstanceRow): boolean {
  if (isUs(ctx, row)) return false;
  return !ctx.store.lead.isShared || row.name === ctx.instance.name || row.beatAt < ctx.now() - silentAfter;
}
