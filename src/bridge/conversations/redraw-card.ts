/** Draws a card anew although nothing about it has changed: its menu would go on showing what was chosen in it. */
import type { EpisodeId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import { enqueueCard } from "../outbox/enqueue.ts";

/** Of a conversation that is not known here any more, nothing is drawn. */
export async function redrawCard(
  ctx: Context,
  { episode: id }: { readonly episode: EpisodeId },
): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    const episode = await tx.episodes.get(id);
    if (episode !== null) await enqueueCard(tx, episode, ctx.now());
  });
}
