/** Which channels are closed to us, and what that means for the jobs there: they wait, and nothing else does (law 4). */
import type { SlackChannelId } from "../../domain/ids.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import type { Context } from "../context/context.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { Tx } from "../contracts/store/store.ts";
import { dueByItself } from "../messages/enqueue-unsent.ts";
import { readBeforeLeaving } from "../messages/read-before-leaving.ts";
import { enqueueSendAgain } from "../outbox/enqueue.ts";
import { noteGapIn } from "./gaps.ts";

/** In case nobody tells us that a channel is open again, one job there is tried so often. Milliseconds. */
const tryAfter = 60_000;
/** The rest waits for that to succeed, and is tried by itself only if it never comes to that. Milliseconds. */
const waitAtMost = 10 * 60_000;

/** What a failed piece of work tells: it waits, and so does all else that is due there. */
export async function parkJob(
  ctx: Context,
  job: Job,
  channel: SlackChannelId,
  reason: string,
): Promise<void> {
  const now = ctx.now();
  await ctx.store.transaction(async (tx) => {
    await noteClosed(ctx, tx, channel, reason);
    const triedSoon = await tx.outbox.willTry(channel, now, now + tryAfter);
    await tx.outbox.postpone(job, now + (triedSoon ? waitAtMost : tryAfter), true);
    await tx.outbox.holdChannel(channel, now, now + waitAtMost);
  });
}

/** It was archived, or the app was removed from it. */
export async function closeChannel(ctx: Context, tx: Tx, channel: SlackChannelId): Promise<void> {
  const now = ctx.now();
  await noteClosed(ctx, tx, channel, "it was archived, or the app was removed from it");
  await tx.outbox.holdChannel(channel, now, now + tryAfter);
}

/** We are in it (again), and may have been away without ever noticing. */
export async function joinChannel(ctx: Context, tx: Tx, channel: SlackChannelId): Promise<void> {
  const since = await knownUntil(tx, channel);
  if (since !== null) await noteAbsence(ctx, tx, channel, since);
  await noteOpen(ctx, tx, channel);
}

async function noteClosed(ctx: Context, tx: Tx, channel: SlackChannelId, reason: string): Promise<void> {
  const closed = await tx.channels.closed();
  if (closed.some((one) => one.channel === channel)) return;
  await tx.channels.close(channel, reason, (await knownUntil(tx, channel)) ?? ctx.now());
  await readWaiting(tx, channel);
  tx.afterwards(() => ctx.log.error({ channel, reason }, "a channel is closed to us; what it is owed waits"));
}

/** A job that needs its channel has succeeded, inside the transaction that ends it. */
export async function noteReached(
  ctx: Context,
  tx: Tx,
  { channel, isChannelClosed }: Pick<Job, "channel" | "isChannelClosed">,
): Promise<void> {
  if (channel !== null && isChannelClosed) await noteOpen(ctx, tx, channel);
}

async function noteOpen(ctx: Context, tx: Tx, channel: SlackChannelId): Promise<void> {
  const closed = await tx.channels.reopen(channel);
  if (closed === null) return;
  await noteAbsence(ctx, tx, channel, closed.since);
  await tx.outbox.releaseChannel(channel, ctx.now());
  tx.afterwards(() => ctx.log.info({ channel }, "a channel is open to us again"));
}

/** When the newest message was written that we know of there: whatever came after it may have escaped us. Milliseconds. */
async function knownUntil(tx: Tx, channel: SlackChannelId): Promise<number | null> {
  const latest = await tx.episodes.latestIn(channel);
  return latest === null ? null : toMilliseconds(latest);
}

/** What was written there is fetched, and what waits to leave from there does so once it was read again. */
async function noteAbsence(ctx: Context, tx: Tx, channel: SlackChannelId, since: number): Promise<void> {
  const now = ctx.now();
  await noteGapIn(ctx, tx, channel, since);
  await readWaiting(tx, channel);
  for (const message of await dueByItself(tx)) {
    if (message.replyChannel !== channel) continue;
    await enqueueSendAgain(tx, message, Math.max(now, message.notBefore ?? 0), now);
  }
}

/** Nobody tells us what is edited or deleted there: what waits to leave from there is read again before it does, or waits. */
async function readWaiting(tx: Tx, channel: SlackChannelId): Promise<void> {
  for (const message of await tx.messages.inState(["waiting", "queued", "sending"]))
    if (message.replyChannel === channel) await readBeforeLeaving(tx, message);
}
