/** What happened to a stretch of a conversation, for its record and the carrier's own shared inbox: written behind what it changes. */
import type { EpisodeId, EventId, SlackUserId, Username } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { EpisodeEvent } from "../contracts/store/episode-events.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueThread } from "../outbox/thread-kind.ts";

/** Who did it, and to whom it was given; absent: nobody's hand, nobody. */
interface Who {
  readonly by?: Username | null;
  readonly byUser?: SlackUserId | null;
  readonly to?: Username | null;
  /** It happened in the carrier's own shared inbox, which is not told of it. */
  readonly isTheirs?: boolean;
}

export async function noteEvent(
  ctx: Context,
  tx: Tx,
  episodeId: EpisodeId,
  kind: EpisodeEvent["kind"],
  { by = null, byUser = null, to = null, isTheirs = false }: Who = {},
): Promise<void> {
  await tx.episodeEvents.add({
    id: ctx.newId() as EventId,
    episodeId,
    kind,
    by,
    byUser,
    to,
    at: ctx.now(),
  });
  if (!isTheirs) await enqueueThread(ctx, tx, episodeId, by);
}
