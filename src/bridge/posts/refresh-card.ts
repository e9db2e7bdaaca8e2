import { isDeskFailure } from "../../domain/errors.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import { noteReached } from "../channels/channel-state.ts";
import type { Context } from "../context/context.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { Job } from "../contracts/store/outbox.ts";
import { cardOf } from "../conversations/card-of.ts";
import { loseThread } from "../conversations/lose-thread.ts";
import { type Conclude, done, finished } from "../outbox/job-end.ts";

/** Draws a card anew from the database. */
export async function refreshCard(
  ctx: Context,
  { episode: id }: { readonly episode: EpisodeId },
  job: Job,
): Promise<Conclude> {
  const card = await ctx.store.read((tx) => cardOf(ctx, tx, id, { first: false }));
  const place = card && threadPlace(card.episode);
  if (card === null || place === null) return finished;
  try {
    await ctx.desk.refreshCard(card.model, place);
  } catch (error) {
    if (isDeskFailure(error, "message_gone")) await loseThread(ctx, { place });
    throw error;
  }
  return async (tx) => {
    await noteReached(ctx, tx, job);
    return done;
  };
}
