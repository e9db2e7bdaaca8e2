/**
 * A thread's root is gone. An open conversation gets a new card that says so, and who writes in the former thread is told
 * where it goes on (law 8). A resolved one stands without: Slack forgets old cards by the thousand. Whatever is still to be
 * said in it brings its card back.
 */
import type { Place } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueCard, enqueueOpen } from "../outbox/enqueue.ts";

/** By its place, which an event or a failed post tells. A place that is no current thread of ours is no news. */
export async function loseThread(ctx: Context, { place }: { place: Place }): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    const found = await tx.episodes.atThread(place.channel, place.ts);
    if (found?.thread.state !== "current") return;
    await tx.episodes.loseThread(place.channel, place.ts, found.episode.id);
    const lost = { ...found.episode, thread: null };
    if (lost.state === "open") await enqueueOpen(tx, lost, ctx.now(), true);
    else await unlink(tx, lost, ctx.now());
  });
}

/** The card after it led there. */
async function unlink(tx: Tx, lost: Episode, now: number): Promise<void> {
  const { later } = await tx.episodes.neighbours(lost);
  if (later?.number === lost.number + 1) await enqueueCard(tx, later, now, "soon");
}
