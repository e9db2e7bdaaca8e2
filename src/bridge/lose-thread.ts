/**
 * A thread's root is gone. The conversation stands without a thread until a new card says so; who writes in the former
 * thread is told where it goes on (law 8).
 */
import type { EpisodeId } from "../domain/ids.ts";
import type { Place } from "../domain/sentence.ts";
import type { Episode } from "../store/episodes.ts";
import type { Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";
import { oweOpen } from "./owe.ts";

/** By its place: what an event tells. A place that is no current thread of ours is no news. */
export async function loseThread(bridge: Bridge, input: { place: Place }): Promise<void> {
  await bridge.store.transaction(async (tx) => {
    const found = await tx.episodes.atThread(input.place.channel, input.place.ts);
    if (found?.thread.state === "current") await lose(bridge, tx, found.episode);
  });
  bridge.wake();
}

/** By its episode: what a failed post tells. */
export async function loseEpisodeThread(bridge: Bridge, id: EpisodeId): Promise<void> {
  await bridge.store.transaction(async (tx) => {
    const episode = await tx.episodes.get(id);
    if (episode !== null) await lose(bridge, tx, episode);
  });
}

async function lose(bridge: Bridge, tx: Tx, episode: Episode): Promise<void> {
  if (episode.thread === null) return;
  await tx.episodes.loseThread(episode.channel, episode.thread, episode.id);
  await oweOpen(tx, { ...episode, thread: null }, bridge.now(), true);
}
