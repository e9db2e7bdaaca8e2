/**
 * A channel was closed and its group works in another one now: open conversations follow it there, each under a new card
 * that says so, and so do resolved ones in which something is still to be said. While the directory still names the closed
 * channel, they wait for it to open.
 */
import type { EpisodeId, SlackChannelId } from "../../domain/ids.ts";
import { placeOf, workPlaces } from "../../domain/route.ts";
import type { Context } from "../context/context.ts";
import { episodeContext } from "../context/episode-context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueOpen, threadLane } from "../outbox/enqueue.ts";
import { episodeOf } from "../outbox/kinds.ts";

/** So many in a transaction: thousands may be open, and nothing else happens meanwhile. */
const atOnce = 50;

export async function leaveClosedChannels(ctx: Context): Promise<void> {
  const closed = await ctx.store.read((tx) => tx.channels.closed());
  for (const { channel } of closed) await leave(ctx, channel);
}

async function leave(ctx: Context, channel: SlackChannelId): Promise<void> {
  let last: Episode | null = null;
  do {
    const after: Episode | null = last;
    last = await ctx.store.transaction((tx) => moveSome(ctx, tx, channel, after));
  } while (last !== null);
  await ctx.store.transaction((tx) => forget(ctx, tx, channel));
}

/** Returns the last of them; null when there are no more. */
async function moveSome(
  ctx: Context,
  tx: Tx,
  channel: SlackChannelId,
  after: Episode | null,
): Promise<Episode | null> {
  if (await isWorkedIn(tx, channel)) return null;
  const some = await tx.episodes.openIn(channel, atOnce, after);
  for (const episode of some) {
    const next = await placeNow(tx, episode);
    if (next !== null) await move(ctx, tx, episode, next);
  }
  return some.at(-1) ?? null;
}

/** Once no conversation is open there. */
async function forget(ctx: Context, tx: Tx, channel: SlackChannelId): Promise<void> {
  if (await isWorkedIn(tx, channel)) return;
  if ((await tx.episodes.openIn(channel, 1, null)).length > 0) return;
  for (const id of await unsaidIn(tx, channel)) await takeAlong(ctx, tx, id);
  await tx.outbox.forgetLooks(channel);
  await tx.channels.dropReminder(channel);
  await tx.channels.reopen(channel);
  tx.afterwards(() => ctx.log.info({ channel }, "nothing is left in a closed channel"));
}

async function isWorkedIn(tx: Tx, channel: SlackChannelId): Promise<boolean> {
  return workPlaces(await tx.directories.people()).includes(channel);
}

/** Where it would stand, were it to begin now; null where nobody knows. */
async function placeNow(tx: Tx, episode: Episode): Promise<SlackChannelId | null> {
  const around = await episodeContext(tx, episode);
  const [line = null] = around.lines;
  return around.party && placeOf(around, around.party, line);
}

/** Conversations under whose cards there something is still to be said. */
async function unsaidIn(tx: Tx, channel: SlackChannelId): Promise<Set<EpisodeId>> {
  const unsaid = await tx.outbox.unsaidIn(channel);
  return new Set(unsaid.flatMap((job) => episodeOf(job) ?? []));
}

async function takeAlong(ctx: Context, tx: Tx, id: EpisodeId): Promise<void> {
  const episode = await tx.episodes.get(id);
  const next = episode && (await placeNow(tx, episode));
  if (episode !== null && next !== null) return await move(ctx, tx, episode, next);
  await tx.outbox.dropLane(threadLane(id));
  tx.afterwards(() =>
    ctx.log.warn(
      { episode: id },
      "nobody works on a line any more: what was still to be said there is not shown",
    ),
  );
}

async function move(ctx: Context, tx: Tx, episode: Episode, channel: SlackChannelId): Promise<void> {
  await tx.episodes.move(episode.id, channel);
  await tx.outbox.moveLane(threadLane(episode.id), channel, ctx.now());
  await enqueueOpen(tx, { ...episode, channel, thread: null }, ctx.now(), true);
}
