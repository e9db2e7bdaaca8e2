/**
 * Makes a post once (law 3 at the desk's side): the attempt is written before it is tried, under a key that the post carries,
 * and an attempt whose answer was lost is looked for before it is made again.
 */
import { isDeskFailure, isGone } from "../../domain/errors.ts";
import type { SlackTs } from "../../domain/ids.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import { noteOpen } from "../channels/channel-state.ts";
import type { Context } from "../context/context.ts";
import type { DeskReply, PostKey } from "../contracts/desk.ts";
import type { Thread } from "../contracts/store/episodes.ts";
import type { Job } from "../contracts/store/outbox.ts";
import { loseThread } from "../conversations/lose-thread.ts";
import { type Conclude, done, untouched } from "../outbox/job-end.ts";
import { episodeOf } from "../outbox/kinds.ts";
import { takeReply } from "../replies/take-reply.ts";
import type { Post } from "./post.ts";

/** Clocks of two machines may differ by this much. Milliseconds. */
const clockSlack = 60_000;

/** @param debts what the post settles; the first one leads. */
export async function makePost(ctx: Context, jobs: readonly [Job, ...Job[]], post: Post): Promise<Conclude> {
  const [lead, ...joined] = jobs;
  const key = lead.postKey ?? [ctx.newId(), ...post.names].join(" ");
  if (!(await claim(ctx, jobs, key))) return untouched;
  const stood = lead.postKey === null ? await findStanding(ctx, post) : null;
  const found = stood ?? (await findAttempt(ctx, lead, post));
  const ts = found ?? (await tryPost(ctx, post, key));
  const under = found === null ? [] : await writtenUnder(ctx, post, found);
  return async (tx) => {
    await post.record(tx, ts, stood !== null);
    for (const reply of under) await takeReply(ctx, tx, { reply, how: "found" });
    await tx.outbox.finish(joined);
    await noteOpen(ctx, tx, post.channel);
    return done;
  };
}

/** A card that stood before we knew its place: what was written under it while nobody heard is no thread's that we look at. */
async function writtenUnder(ctx: Context, { channel, thread }: Post, ts: SlackTs): Promise<DeskReply[]> {
  return thread === null ? await ctx.history.catchUpThread({ channel, ts }, toMilliseconds(ts)) : [];
}

/** False when what the worker read is out of date: it is done, or being done. */
async function claim(ctx: Context, jobs: readonly [Job, ...Job[]], key: PostKey): Promise<boolean> {
  const [lead] = jobs;
  if (lead.postKey !== null) return await ctx.store.read((tx) => tx.outbox.has(lead.id));
  const ids = jobs.map((job) => job.id);
  return await ctx.store.transaction((tx) => tx.outbox.claim(ids, key, ctx.now()));
}

/** The post of an attempt that was begun before, if it stands; null also where none was begun. */
export async function findAttempt(
  ctx: Context,
  lead: Job,
  { channel, thread }: Pick<Post, "channel" | "thread">,
): Promise<SlackTs | null> {
  const { postKey, claimedAt, createdAt } = lead;
  if (postKey === null) return null;
  const since = (claimedAt ?? createdAt) - clockSlack;
  const found = await ctx.history.findPost({ channel, thread, since }, postKey);
  if (found !== null || thread === null) return found;
  for (const former of await threadsBefore(ctx, lead, thread)) {
    const there = await findInFormer(ctx, { channel: former.channel, thread: former.ts, since }, postKey);
    if (there !== null) return there;
  }
  return null;
}

/** The thread that was tried may have been lost since. */
async function threadsBefore(ctx: Context, job: Job, current: SlackTs): Promise<Thread[]> {
  const episode = episodeOf(job);
  if (episode === null) return [];
  const threads = await ctx.store.read((tx) => tx.episodes.threadsOf(episode));
  return threads.filter(({ ts }) => ts !== current);
}

async function findInFormer(
  ctx: Context,
  where: Parameters<Context["history"]["findPost"]>[0],
  key: PostKey,
): Promise<SlackTs | null> {
  try {
    return await ctx.history.findPost(where, key);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** This database may be a copy of one that lived on and made the post. */
async function findStanding(
  ctx: Context,
  { channel, thread, names, mayStandSince }: Post,
): Promise<SlackTs | null> {
  const [name] = names;
  if (mayStandSince === null || name === undefined) return null;
  return await ctx.history.findPost({ channel, thread, since: mayStandSince - clockSlack }, name);
}

async function tryPost(ctx: Context, post: Post, key: PostKey): Promise<SlackTs> {
  try {
    return await post.perform(key);
  } catch (error) {
    const { channel, thread } = post;
    // The thread that was tried, not the one there is now: a new card may stand meanwhile.
    if (thread !== null && isDeskFailure(error, "thread_gone"))
      await loseThread(ctx, { place: { channel, ts: thread } });
    throw error;
  }
}
