/**
 * A thread's root is gone. The conversation stands without a thread until a new card says so; who writes in the former
 * thread is told where it goes on (law 8).
 */
import type { Place } from "../domain/sentence.ts";
import type { Bridge } from "./bridge.ts";
import { oweOpen } from "./owe.ts";

/** By its place, which an event or a failed post tells. A place that is no current thread of ours is no news. */
export async function loseThread(bridge: Bridge, { place }: { place: Place }): Promise<void> {
  await bridge.store.transaction(async (tx) => {
    const found = await tx.episodes.atThread(place.channel, place.ts);
    if (found?.thread.state !== "current") return;
    await tx.episodes.loseThread(place.channel, place.ts, found.episode.id);
    await oweOpen(tx, { ...found.episode, thread: null }, bridge.now(), true);
  });
  bridge.wake();
}
