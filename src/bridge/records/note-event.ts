/** What happened to a stretch of a conversation, for its record: written with what it changes. */
import type { EpisodeId, EventId, SlackUserId, Username } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { EpisodeEvent } from "../contracts/store/episode-events.ts";
import type { Tx } from "../contracts/store/store.ts";

/** Who did it, and to whom it was given; absent: nobody's hand, nobody. */
interface Who {
  readonly by?: Username | null;
  readonly byUser?: SlackUserId | null;
  readonly to?: Username | null;
}

export async function noteEvent(
  ctx: Context,
  tx: Tx,
  episodeId: EpisodeId,
  kind: EpisodeEvent["kind"],
  { by = null, byUser = null, to = null }: Who = {},
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
}
