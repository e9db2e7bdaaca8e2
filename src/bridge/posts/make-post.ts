/**
 * Makes a post once (law 3 at the desk's side): the attempt is written before it is tried, under a key that the post carries,
 * and an attempt whose answer was lost is looked for before it is made again.
 */
import { DeskError, isDeskFailure, isGone } from "../../domain/errors.ts";
import type { SlackTs } from "../../domain/ids.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import { noteReached } from "../channels/channel-state.ts";
import type { Context } from "../context/context.ts";
import { makeSureOfLead } from "../context/sure-of-lead.ts";
import type { DeskReply, PostKey } from "../contracts/desk.ts";
import type { Thread } from "../contracts/store/episodes.ts";
import type { Job } from "../contracts/store/outbox.ts";
import { loseThread } from "../conversations/lose-thread.ts";
import { type Conclude, done, later, untouched } from "../outbox/job-end.ts";
import { episodeOf } from "../outbox/kinds.ts";
import { takeReply } from "../replies/take-reply.ts";
import type { Post } from "./post.ts";

/** Clocks of two machines may differ by this much. Milliseconds. */
const clockSlack = 60_000;
/** What may be on its way is looked for this often. Milliseconds. */
const lookAgain = 3_000;

/** @param jobs what the post settles; the first one leads. */
export async function makePost(ctx: Context, jobs: readonly [Job, ...Job[]], post: Post): Promise<Conclude> {
  const [lead, ...joined] = jobs;
  const since = writtenDown(ctx, lead);
  if (!(await isToBeMade(ctx, jobs))) return untouched;
  const stood = lead.triedAt === null ? await findStanding(ctx, post) : null;
  const found = stood ?? (await findAttempt(ctx, lead, post));
  if (found === null) {
    const wait = untilSettled(ctx, lead);
    if (wait > 0) return async () => later(wait);
    await makeSureOfLead(ctx, since);
  }
  const ts = found ?? (await tryPost(ctx, jobs, post));
  const under = found === null ? [] : await writtenUnder(ctx, post, found);
  return async (tx) => {
    await post.record(tx, ts, stood !== null);
    for (const reply of under) await takeReply(ctx, tx, { reply, how: "found" });
    await tx.outbox.finish(joined, ctx.now());
    await noteReached(ctx, tx, lead);
    return done;
  };
}

/** When the attempt that is about to be made is written down under the lead; null: one before it was. Milliseconds. */
export function writtenDown({ now }: Pick<Context, "now">, job: Job): number | null {
  if (job.isClaimed) return job.createdAt;
  return job.triedAt === null ? now() : null;
}

/** An attempt that is not found may be another process's, and on its way: how long until it is looked for again; 0: it is not. Milliseconds. */
export function untilSettled(
  { attemptsSettleIn = () => 0 }: Pick<Context, "attemptsSettleIn">,
  { triedAt, isClaimed }: Pick<Job, "triedAt" | "isClaimed">,
): number {
  return triedAt === null || isClaimed ? 0 : Math.min(attemptsSettleIn(), lookAgain);
}

/** False when what the worker read is out of date: it is done, or being done. The attempt is written down before it is made. */
export async function isToBeMade(ctx: Context, jobs: readonly [Job, ...Job[]]): Promise<boolean> {
  const [lead] = jobs;
  const unclaimed = jobs.filter((job) => !job.isClaimed && job.triedAt === null);
  if (unclaimed.length > 0) return await ctx.store.transaction((tx) => tx.outbox.claim(unclaimed, ctx.now()));
  return lead.triedAt === null || (await ctx.store.read((tx) => tx.outbox.has(lead)));
}

/** Names the attempts at a job, in the post's metadata: a copy of this database has the same row, so it is the same there. */
export function attemptName({ kind, id, createdAt }: Pick<Job, "kind" | "id" | "createdAt">): string {
  return `${kind}:${id}:${createdAt}`;
}

/** The jobs that a post's key names. */
export function jobsNamedIn(key: PostKey): Pick<Job, "id" | "createdAt">[] {
  return key.split(" ").flatMap((word) => {
    const [, id, createdAt] = /^[a-z_]+:(\d+):(\d+)$/.exec(word) ?? [];
    return id === undefined ? [] : [{ id: Number(id), createdAt: Number(createdAt) }];
  });
}

/** A card that stood before we knew its place: what was written under it while nobody heard is no thread's that we look at. */
async function writtenUnder(
  ctx: Context,
  { channel, thread, inside }: Post,
  ts: SlackTs,
): Promise<DeskReply[]> {
  return thread === null && inside !== true
    ? await ctx.history.catchUpThread({ channel, ts }, toMilliseconds(ts))
    : [];
}

/** The post of an attempt that was begun before, if it stands; null also where none was begun. */
export async function findAttempt(
  ctx: Context,
  lead: Job,
  { channel, thread, names, mayStandSince }: Omit<Post, "perform" | "record">,
): Promise<SlackTs | null> {
  if (lead.triedAt === null) return null;
  const key = [attemptName(lead), ...names].join(" ");
  const since =
    Math.min(lead.triedAt, lead.createdAt, mayStandSince ?? Number.POSITIVE_INFINITY) - clockSlack;
  const found = await ctx.history.findPost({ channel, thread, since }, key);
  if (found !== null || thread === null) return found;
  for (const former of await threadsBefore(ctx, lead, thread)) {
    const there = await findInFormer(ctx, { channel: former.channel, thread: former.ts, since }, key);
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

async function tryPost(ctx: Context, jobs: readonly Job[], post: Post): Promise<SlackTs> {
  try {
    return await post.perform([...new Set([...jobs.map(attemptName), ...post.names])].join(" "));
  } catch (error) {
    const { channel, thread } = post;
    const [, ...joined] = jobs;
    if (joined.length > 0 && error instanceof DeskError && error.failure.certain)
      await ctx.store.transaction((tx) => tx.outbox.release(joined.map(({ id }) => id)));
    // The thread that was tried, not the one there is now: a new card may stand meanwhile.
    if (thread !== null && isDeskFailure(error, "thread_gone"))
      await loseThread(ctx, { place: { channel, ts: thread } });
    throw error;
  }
}
