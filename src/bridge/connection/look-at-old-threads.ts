/**
 * What was missed in threads that are too old to be listed with their channel: each costs a call, and there may be twenty
 * thousand. Those that matter most come first, right after the gap; a tick looks at the others, those first that nobody has
 * looked at for longest. How far it came is in the database: each conversation knows when its thread was looked at.
 */

import { isDeskFailure } from "../../domain/errors.ts";
import type { SlackChannelId } from "../../domain/ids.ts";
import { toSlackTs } from "../../domain/slack-time.ts";
import {
  closeOldGap,
  type Gap,
  isUnlooked,
  listed,
  readOldGap,
  unlookedIn,
  watchedChannels,
} from "../channels/gaps.ts";
import type { Context } from "../context/context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { lookAtThread } from "../replies/look-at-thread.ts";

/** Right after a gap, beside those in which something waits to leave: a minute of what Slack grants. */
const firstAtMost = 40;
/** At each tick, of two a minute: Slack grants about fifty looks a minute, and others need some of them. */
const tickAtMost = 10;

/** Throws what the desk's history throws; what was not looked at then is still owed. */
export async function lookAtFirst(ctx: Context, channel: SlackChannelId): Promise<void> {
  const gap = await ctx.store.read((tx) => readOldGap(tx, channel));
  if (gap === null) return;
  await lookAt(ctx, await ctx.store.read((tx) => whereTextsWait(tx, channel, gap)), gap);
  const active = { ...unlookedIn(gap), activeSince: toSlackTs(gap.noted - listed) };
  const lately = await ctx.store.read((tx) => tx.episodes.activeThreads(channel, active, firstAtMost));
  await lookAt(ctx, lately, gap);
  await lookAtNext(ctx, channel, gap, firstAtMost - lately.length);
}

/** A tick. Does nothing while we are deaf. */
export async function lookAtOldThreads(ctx: Context): Promise<void> {
  const owed: { readonly channel: SlackChannelId; readonly gap: Gap }[] = [];
  for (const channel of await ctx.store.read(watchedChannels)) {
    const gap = await ctx.store.read((tx) => readOldGap(tx, channel));
    if (gap !== null) owed.push({ channel, gap });
  }
  for (const { channel, gap } of owed) {
    if (ctx.connection.lostSince !== null) return;
    try {
      await lookAtNext(ctx, channel, gap, Math.ceil(tickAtMost / owed.length));
    } catch (error) {
      ctx.log.warn({ channel, err: error }, "old threads could not be looked at; it is tried again");
    }
  }
}

/** Those at which nobody has looked for longest. */
async function lookAtNext(ctx: Context, channel: SlackChannelId, gap: Gap, limit: number): Promise<void> {
  const next = await ctx.store.read((tx) => tx.episodes.openThreads(channel, unlookedIn(gap), limit));
  await lookAt(ctx, next, gap);
  if (next.length < limit) await ctx.store.transaction((tx) => closeIfDone(tx, channel, gap));
}

async function closeIfDone(tx: Tx, channel: SlackChannelId, gap: Gap): Promise<void> {
  const [left] = await tx.episodes.openThreads(channel, unlookedIn(gap), 1);
  if (left === undefined) await closeOldGap(tx, channel, gap);
}

/** One that Slack refuses to show holds up none behind it. */
async function lookAt(ctx: Context, episodes: readonly Episode[], gap: Gap): Promise<void> {
  let refusal: unknown = null;
  for (const episode of episodes) {
    try {
      await lookAtThread(ctx, episode, gap);
    } catch (error) {
      if (!isDeskFailure(error, "refused")) throw error;
      refusal = error;
    }
  }
  if (refusal !== null) throw refusal;
}

async function whereTextsWait(tx: Tx, channel: SlackChannelId, gap: Gap): Promise<Episode[]> {
  const waiting = await tx.messages.inState(["waiting", "queued"]);
  const found: Episode[] = [];
  for (const id of new Set(waiting.map(({ episodeId }) => episodeId))) {
    const episode = await tx.episodes.get(id);
    if (episode !== null && episode.channel === channel && isUnlooked(episode, gap)) found.push(episode);
  }
  return found;
}
