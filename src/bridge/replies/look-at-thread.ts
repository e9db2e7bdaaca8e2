/**
 * Fetches what was missed in one thread that is too old to be listed with its channel. Such threads are looked at over time
 * (`connection/look-at-old-threads.ts`); one in which somebody does something is looked at before that counts, so that it
 * does not overtake what was written there before (law 4).
 */

import type { EpisodeId, SlackTs } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import { type Gap, isUnlooked, overlap, readOldGap } from "../channels/gaps.ts";
import type { Context } from "../context/context.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { takeInReply } from "./take-reply.ts";

/** Throws what the desk's history throws; then it is still owed. */
export async function lookAtThread(
  ctx: Context,
  { id, lookedAt, ...standing }: Episode,
  gap: Gap,
  before: SlackTs | null = null,
): Promise<void> {
  const place = threadPlace(standing);
  if (place === null) return;
  const begun = ctx.now();
  const since = Math.max(gap.since, lookedAt) - overlap;
  for (const reply of await ctx.history.catchUpThread(place, since))
    if (before === null || reply.ts < before) await takeInReply(ctx, { reply, how: "found" });
  await ctx.store.transaction((tx) => tx.episodes.update(id, { lookedAt: begun }), "soon");
}

/** @param before what we are told of now: it comes by itself. Where the desk can't be asked, order gives way. */
export async function lookIfOwed(
  ctx: Context,
  at: Place | EpisodeId,
  before: SlackTs | null = null,
): Promise<void> {
  const owed = await ctx.store.read((tx) => whatIsOwed(tx, at));
  if (owed === null) return;
  try {
    await lookAtThread(ctx, owed.episode, owed.gap, before);
  } catch (error) {
    const { id: episode } = owed.episode;
    ctx.log.warn({ episode, err: error }, "an old thread could not be looked at; it is tried again");
  }
}

async function whatIsOwed(tx: Tx, at: Place | EpisodeId): Promise<{ episode: Episode; gap: Gap } | null> {
  const isPlace = typeof at !== "string";
  // Mostly nothing is owed in a channel, and that is one question.
  if (isPlace && (await readOldGap(tx, at.channel)) === null) return null;
  const found = isPlace ? await tx.episodes.atThread(at.channel, at.ts) : null;
  const episode = isPlace ? (found?.episode ?? null) : await tx.episodes.get(at);
  const channel = episode?.channel ?? null;
  const gap = channel === null ? null : await readOldGap(tx, channel);
  if (episode === null || gap === null || !isUnlooked(episode, gap)) return null;
  return !isPlace || episode.thread === at.ts ? { episode, gap } : null;
}
