/** A direct conversation that was closed goes on, in the same thread: its member has answered in it. */
import type { ConversationId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueCard } from "../outbox/enqueue.ts";
import { absorbQuiet } from "./open-quiet.ts";

/** Where a conversation goes on: what is open, else the newest stretch of a direct one. Null for a shared one that is resolved. */
export async function whereItGoesOn(tx: Tx, id: ConversationId): Promise<Episode | null> {
  const open = await tx.episodes.findOpen(id);
  if (open !== null) return open;
  const newest = await tx.episodes.newest(id);
  const last = newest?.state === "quiet" ? (await tx.episodes.neighbours(newest)).earlier : newest;
  return last?.state === "closed" ? last : null;
}

export async function openAgain(ctx: Context, tx: Tx, episode: Episode): Promise<void> {
  const now = ctx.now();
  await absorbQuiet(ctx, tx, episode);
  await tx.episodes.update(episode.id, { state: "open", resolvedAt: null, resolvedBy: null, idleSince: now });
  await enqueueCard(tx, episode, now);
}
