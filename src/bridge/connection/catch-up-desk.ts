/**
 * Fetches what members wrote while we did not hear it, thread by thread, only where something changed. From when on is
 * written down before (`channels/gaps.ts`). Of the threads that are too old to be listed, only those that matter most are
 * asked here; the others follow over time (`look-at-old-threads.ts`).
 */
import type { SlackChannelId, SlackTs } from "../../domain/ids.ts";
import { toMilliseconds, toSlackTs } from "../../domain/slack-time.ts";
import {
  closeGap,
  listed,
  noteGap,
  noteGapIn,
  overlap,
  readGap,
  staffChannels,
  watchedChannels,
} from "../channels/gaps.ts";
import type { Context } from "../context/context.ts";
import { readAgain } from "../replies/read-again.ts";
import { takeInReply } from "../replies/take-reply.ts";
import { catchUpStaff } from "../staff/catch-up-staff.ts";
import { lookAtFirst } from "./look-at-old-threads.ts";
import { noticeUnknownPosts, type SeenPost } from "./older-copy.ts";

/** What was refused may be made right by an edit so long after it was written. Milliseconds. */
const mendedWithin = 24 * 3_600_000;
/** Who is sorry for a text that has left is so soon. Milliseconds. */
const regrettedWithin = 5 * 60_000;
/** Slack grants about fifty looks at a thread a minute, and what is about to leave needs some of them. */
const looksAtMost = 20;

/** After a gap, and as a tick for channels that could not be asked before. Does nothing while the connection is lost. */
export async function catchUpMissed(ctx: Context): Promise<void> {
  const late: CatchingUp[] = [];
  for (const channel of await ctx.store.read(watchedChannels)) {
    const gap = await ctx.store.read((tx) => readGap(tx, channel));
    if (gap === null) continue;
    const catching = { channel, since: gap.since - overlap, begun: ctx.now() };
    if (await trying(ctx, channel, () => catchUpListed(ctx, catching))) late.push(catching);
  }
  // Asked one by one, old threads may take a minute; nothing newer waits for them.
  for (const catching of late) {
    await trying(ctx, catching.channel, async () => {
      await lookAtFirst(ctx, catching.channel);
      await catchUpChanged(ctx, catching);
      await ctx.store.transaction((tx) => closeGap(tx, catching));
    });
  }
  for (const channel of await ctx.store.read(staffChannels))
    await trying(ctx, channel, () => catchUpStaff(ctx, channel));
}

/**
 * For a desk whose deliveries may fail without a word: looks at what was written since the last look. `whole`: in old
 * threads too, over time, and where two of the team write to each other, from where nothing leaves.
 */
export async function lookBack(ctx: Context, since: number, whole: boolean): Promise<void> {
  if (whole) {
    await ctx.store.transaction((tx) => noteGap(ctx, tx, since));
    return await catchUpMissed(ctx);
  }
  for (const channel of await ctx.store.read(watchedChannels)) {
    const look = { channel, since: since - overlap, begun: ctx.now() };
    if (await trying(ctx, channel, () => catchUpListed(ctx, look))) continue;
    await ctx.store.transaction((tx) => noteGapIn(ctx, tx, channel, since));
  }
}

interface CatchingUp {
  readonly channel: SlackChannelId;
  readonly since: number;
  readonly begun: number;
}

/** False when it came to nothing, or while the connection is lost. */
async function trying(ctx: Context, channel: SlackChannelId, act: () => Promise<void>): Promise<boolean> {
  if (ctx.connection.lostSince !== null) return false;
  try {
    await act();
    return true;
  } catch (error) {
    ctx.log.warn({ channel, err: error }, "a channel could not be caught up with; it is tried again");
    return false;
  }
}

async function catchUpListed(ctx: Context, { channel, since, begun }: CatchingUp): Promise<void> {
  const latest = (thread: SlackTs) =>
    ctx.store.read(async (tx) => (await tx.episodes.atThread(channel, thread))?.thread.latest ?? null);
  const posts: SeenPost[] = [];
  const posted = (key: string, ts: SlackTs) => void posts.push({ key, at: toMilliseconds(ts) });
  const gap = { since, begunSince: begun - listed, latest, strays: true, posted };
  const missed = await ctx.history.catchUp(channel, gap);
  await noticeUnknownPosts(ctx, posts);
  for (const reply of missed) await takeInReply(ctx, { reply, how: "found" });
}

/** An edit or a deletion shows in no list of what is new. What waits is read again before it leaves; the rest is asked for here. */
async function catchUpChanged(ctx: Context, { channel, since }: CatchingUp): Promise<void> {
  const until = since + overlap;
  const written = {
    refusedFrom: toSlackTs(until - mendedWithin),
    leftFrom: toSlackTs(until - regrettedWithin),
    until: toSlackTs(until),
  };
  const changed = await ctx.store.read((tx) => tx.replies.settledIn(channel, written, looksAtMost));
  for (const { ts, thread } of changed)
    if (thread !== null) await readAgain(ctx, { place: { channel, ts }, thread }, null);
}
