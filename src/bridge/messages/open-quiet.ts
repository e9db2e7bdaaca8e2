/** A quiet stretch of a conversation holds texts of lists alone. Where it goes on, they are shown first. */
import type { SlackChannelId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueOpen, enqueueSay } from "../outbox/enqueue.ts";
import { enqueueThread } from "../outbox/thread-kind.ts";
import { moveRecords } from "../records/move-records.ts";
import { bringDrafts, moveDrafts } from "./move-drafts.ts";

/** Its contact has answered, or somebody begins a text in it. */
export async function openQuiet(
  ctx: Context,
  tx: Tx,
  quiet: Episode,
  where: { readonly channel: SlackChannelId | null; readonly isDirect: boolean },
): Promise<Episode> {
  const now = ctx.now();
  const opened = {
    state: "open",
    channel: where.channel,
    openedAt: now,
    lookedAt: now,
    idleSince: where.isDirect ? now : null,
  } as const;
  await tx.episodes.update(quiet.id, opened);
  const episode = { ...quiet, ...opened };
  await bringDrafts(ctx, tx, (await tx.episodes.neighbours(quiet)).earlier, episode);
  await enqueueOpen(tx, episode, now);
  // While it was quiet, who has it in the carrier's own shared inbox was not followed here.
  await enqueueThread(ctx, tx, episode.id, null);
  for (const text of await tx.messages.unshownIn(episode.id)) await enqueueSay(tx, episode, text, now);
  return episode;
}

/** The stretch before it is opened again instead: what it holds belongs there. */
export async function absorbQuiet(ctx: Context, tx: Tx, open: Episode): Promise<void> {
  const quiet = await tx.episodes.newest(open.conversationId);
  if (quiet?.state !== "quiet") return;
  const texts = await tx.messages.unshownIn(quiet.id);
  await tx.messages.move(quiet.id, { conversationId: open.conversationId, episodeId: open.id });
  await tx.notices.move(quiet.id, open.id);
  await moveDrafts(tx, quiet, open);
  const owner = (await tx.conversations.get(open.conversationId))?.owner;
  if (owner !== undefined) await moveRecords(ctx, tx, { episode: quiet, owner }, { episode: open, owner });
  await tx.episodes.drop(quiet.id);
  for (const text of texts) await enqueueSay(tx, open, text, ctx.now());
}
