/** Customers who wait too long: one line at the channel's end says how many and where, replaced rather than repeated. */
import type { EpisodeId, SlackChannelId } from "../../domain/ids.ts";
import { noteReached } from "../channels/channel-state.ts";
import type { Context } from "../context/context.ts";
import { makeSureOfLead } from "../context/sure-of-lead.ts";
import type { ReminderRow } from "../contracts/store/channels.ts";
import type { Job } from "../contracts/store/outbox.ts";
import { type Conclude, done, finished, later, untouched } from "../outbox/job-end.ts";
import { enqueue } from "../outbox/job-kind.ts";
import { remindJob } from "../outbox/kinds.ts";
import { attemptName, findAttempt, isToBeMade, untilSettled, writtenDown } from "./make-post.ts";
import { whoWaits, whoWaitsTooLong } from "./who-waits.ts";

/** The line says how long the oldest has waited: it is redrawn this often though nobody came or went. Milliseconds. */
const redrawAfter = 5 * 60_000;

/** A tick: a new line is due where who waits is not what the line says, also that it goes when nobody is pointed out any more. */
export async function enqueueReminders(ctx: Context): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    const now = ctx.now();
    const waiting = await whoWaitsTooLong(ctx, tx);
    const standing = await tx.channels.reminders();
    const posted = waiting.filter(({ episode }) => episode.thread !== null);
    const channels = new Set([
      ...posted.flatMap(({ episode }) => episode.channel ?? []),
      ...standing.map((row) => row.channel),
    ]);
    for (const channel of channels) {
      const here = posted.flatMap(({ episode }) => (episode.channel === channel ? [episode.id] : []));
      const line = standing.find((row) => row.channel === channel) ?? null;
      if (isTrue(line, here, now)) continue;
      await enqueue(tx, remindJob, { channel }, { dueAt: now, channel }, now);
    }
  });
}

function isTrue(line: ReminderRow | null, waiting: readonly EpisodeId[], now: number): boolean {
  if (line === null || now - line.updatedAt >= redrawAfter) return false;
  return [...waiting].sort().join(" ") === [...line.episodes].sort().join(" ");
}

export async function remindChannel(
  ctx: Context,
  { channel }: { readonly channel: SlackChannelId },
  job: Job,
): Promise<Conclude> {
  const { waiting, line } = await ctx.store.read(async (tx) => ({
    waiting: await whoWaits(ctx, tx, channel),
    line: (await tx.channels.reminders()).find((row) => row.channel === channel) ?? null,
  }));
  const found = await findAttempt(ctx, job, {
    channel,
    thread: null,
    names: [],
    mayStandSince: null,
  });
  const wait = found === null ? untilSettled(ctx, job) : 0;
  if (wait > 0) return async () => later(wait);
  if (waiting.length === 0 && line === null && found === null) return finished;
  const named = new Set(line?.episodes);
  const drawnAt = ctx.now();
  const since = writtenDown(ctx, job);
  if (!(await isToBeMade(ctx, [job]))) return untouched;
  await makeSureOfLead(ctx, since);
  const ts = await ctx.desk.remind(
    channel,
    {
      previous: found ?? line?.ts ?? null,
      // A line that stands already, though its answer was lost, is at the channel's end.
      anew: found === null && waiting.some(({ episode }) => !named.has(episode)),
      waiting: waiting.map(({ episode, who }) => ({ ...who, calls: named.has(episode) ? null : who.calls })),
    },
    attemptName(job),
  );
  const episodes = waiting.map(({ episode }) => episode);
  return async (tx) => {
    if (ts === null) await tx.channels.dropReminder(channel);
    else await tx.channels.putReminder({ channel, ts, episodes, updatedAt: drawnAt });
    await noteReached(ctx, tx, job);
    return done;
  };
}
