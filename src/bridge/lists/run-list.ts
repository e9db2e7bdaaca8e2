/**
 * Writes the texts of a list, one recipient after the other, each in a transaction of its own with the row that says so: whatever ends
 * in between, each gets one. It goes no faster than the carrier sends, and no text is written while the one before has not left.
 */

import { lineByNumber } from "../../domain/directory.ts";
import { endOfTime } from "../../domain/end-of-time.ts";
import type { E164, ListId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { List } from "../contracts/store/lists.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueProgress } from "../outbox/enqueue-list.ts";
import { type Conclude, finished, later } from "../outbox/job-end.ts";
import { isSettled } from "./list-progress-of.ts";
import { NotWritten, writeListed } from "./write-listed.ts";

/** While the connection is lost, nobody could stop it: it is looked at again after this long. Milliseconds. */
const whileLost = 1_000;
const second = 1_000;
/** A turn that lies further ahead was taken by a clock that was set back since. Milliseconds. */
const turnsAhead = 60 * second;

export async function runList(ctx: Context, { list }: { readonly list: ListId }): Promise<Conclude> {
  ctx.connection.noticeSleep();
  const after = await step(ctx, list);
  return after === null ? finished : async () => later(after);
}

/** Returns after how many milliseconds it goes on; null: it is over, or waits for its author. */
async function step(ctx: Context, id: ListId): Promise<number | null> {
  try {
    return await ctx.store.transaction((tx) => goOn(ctx, tx, id));
  } catch (error) {
    if (!(error instanceof NotWritten)) throw error;
    const { position, reason } = error;
    await ctx.store.transaction(async (tx) => {
      await tx.lists.settle(id, position, { state: "refused", reason });
      await enqueueProgress(tx, id, ctx.now());
    });
    return 0;
  }
}

async function goOn(ctx: Context, tx: Tx, id: ListId): Promise<number | null> {
  const now = ctx.now();
  const list = await tx.lists.get(id);
  if (list === null || list.state !== "running" || list.notBefore === endOfTime) return null;
  if (ctx.connection.lostSince !== null) return whileLost;
  const wait = Math.max(list.notBefore, heldUntil(ctx, list), ctx.connection.fetchingUntil) - now;
  if (wait > 0) return wait;
  const next = await tx.lists.nextPending(id, now);
  if (next === null) return await endOrWait(ctx, tx, list);
  if (now - Math.max(list.notBefore, next.notBefore ?? 0) > ctx.settings.sendWithin + ctx.settings.hold)
    return await ask(ctx, tx, list);
  const rate = await textsPerSecond(ctx, tx, list);
  const pause = Math.ceil(second / rate);
  if ((await underWay(tx, list)) >= rate) return pause;
  await enqueueProgress(tx, id, now);
  const wrote = await writeListed(ctx, tx, list, next);
  if (!wrote) return 0;
  const turn = await takeTurn(tx, list.line, pause, now);
  await tx.lists.update(id, { notBefore: turn });
  return turn - now;
}

/** Nobody could stop it before we heard them again: from then on they can for as long as if it were new. */
function heldUntil({ connection: { regainedAt }, settings }: Context, { createdAt }: List): number {
  return regainedAt === null || regainedAt < createdAt ? 0 : regainedAt + settings.hold;
}

async function textsPerSecond({ carriers }: Context, tx: Tx, { line: number }: List): Promise<number> {
  const line = lineByNumber(await tx.directories.current(), number);
  return (line && carriers.get(line.carrier)?.capabilities.textsPerSecond) || 1;
}

/** How many of its texts have not left: no more than leave in a second. */
async function underWay(tx: Tx, { id }: List): Promise<number> {
  const texts = (await tx.lists.tally(id)).filter(({ text }) => text === "queued" || text === "sending");
  return texts.reduce((sum, { count }) => sum + count, 0);
}

/** Lists of one line take turns. */
async function takeTurn(tx: Tx, line: E164, pause: number, now: number): Promise<number> {
  const key = `list.turn.${line}`;
  const free = (await tx.settings.readTime(key)) ?? 0;
  const turn = free > now && free < now + turnsAhead ? free : now + pause;
  await tx.settings.writeTime(key, turn + pause);
  return turn;
}

async function endOrWait(ctx: Context, tx: Tx, { id }: List): Promise<number | null> {
  const now = ctx.now();
  const waiting = await tx.lists.waiting(id, now);
  if (waiting !== null) return waiting.at - now;
  if (!isSettled(await tx.lists.tally(id))) return second;
  await tx.lists.update(id, { state: "done", endedAt: now });
  await enqueueProgress(tx, id, now);
  return null;
}

/** It should have gone on long ago: its author says whether it still shall (law 3). */
async function ask(ctx: Context, tx: Tx, { id }: List): Promise<null> {
  await tx.lists.update(id, { notBefore: endOfTime });
  await enqueueProgress(tx, id, ctx.now());
  return null;
}
