/** A direct conversation that was closed goes on, in the same thread: its member has answered in it. */
import type { Context } from "../context/context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueCard } from "../outbox/enqueue.ts";

export async function openAgain(ctx: Context, tx: Tx, episode: Episode): Promise<void> {
  const now = ctx.now();
  await tx.episodes.update(episode.id, { state: "open", resolvedAt: null, resolvedBy: null, idleSince: now });
  await enqueueCard(tx, episode, now);
}
