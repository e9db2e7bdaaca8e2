/** Which stretch of which conversation a text belongs to: the one that is open, the last one again, or a new one. */
import type { Address, E164, EpisodeId } from "../../domain/ids.ts";
import type { Owner } from "../../domain/owner.ts";
import type { Route } from "../../domain/route.ts";
import type { Context } from "../context/context.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { bringDrafts } from "../messages/move-drafts.ts";
import { openQuiet } from "../messages/open-quiet.ts";
import { enqueueCard, enqueueLine } from "../outbox/enqueue.ts";
import { noteEvent } from "../records/note-event.ts";

/**
 * The contact's conversation with this owner, and its newest stretch. Where that is over, and an open one of theirs came by this line when
 * it led elsewhere, that one goes on: only the next follows the line.
 */
export async function findConversation(tx: Tx, from: Address, line: E164, owner: Owner) {
  const known = await tx.episodes.newestBetween(from, owner);
  if (known?.newest?.state === "open") return known;
  const open = await tx.episodes.openOn(from, line);
  return open === null ? known : { conversation: open.conversation, newest: open.episode };
}

/** The open stretch of a conversation; where there is none, the last one again if the group wants that so soon, else a new one. */
export async function openEpisode(
  ctx: Context,
  tx: Tx,
  conversation: Conversation,
  newest: Episode | null,
  { channel, party }: Route,
): Promise<{ episode: Episode; opened: boolean }> {
  const now = ctx.now();
  if (newest?.state === "open") return { episode: newest, opened: false };
  if (newest?.state === "quiet") {
    const isDirect = party.kind === "member";
    return { episode: await openQuiet(ctx, tx, newest, { channel, isDirect }), opened: true };
  }
  const reopensWithin = party.kind === "group" ? party.group.reopenWithinMinutes * 60_000 : 0;
  if (newest?.resolvedAt && newest.movedTo === null && now - newest.resolvedAt < reopensWithin) {
    const reopened = { state: "open", resolvedAt: null, resolvedBy: null, unlogged: true } as const;
    await tx.episodes.update(newest.id, reopened);
    await noteEvent(ctx, tx, newest.id, "reopened");
    const episode = { ...newest, ...reopened };
    await enqueueLine(
      tx,
      episode,
      ["This conversation is open again: another text came shortly after it was resolved."],
      now,
    );
    await enqueueCard(tx, episode, now);
    return { episode, opened: false };
  }
  const episode = await tx.episodes.insert({
    id: ctx.newId() as EpisodeId,
    conversationId: conversation.id,
    number: (newest?.number ?? 0) + 1,
    channel,
    openedAt: now,
    idleSince: party.kind === "member" ? now : null,
  });
  await bringDrafts(ctx, tx, newest, episode);
  return { episode, opened: true };
}
