/** A resolved conversation goes on, as long as it is the newest. */

import type { Member } from "../../domain/directory.ts";
import { onlyThey, partyName, partyOf } from "../../domain/owner.ts";
import { capitalized } from "../../lib/capitalized.ts";
import type { Context } from "../context/context.ts";
import { accessOf, calling, type EpisodeContext } from "../context/episode-context.ts";
import { type Outcome, says, silent } from "../context/outcome.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { waitsSince } from "../messages/note-unanswered.ts";
import { absorbQuiet } from "../messages/open-quiet.ts";
import { enqueueCard, enqueueLine } from "../outbox/enqueue.ts";
import { noteEvent } from "../records/note-event.ts";
import { actOnEpisode, type EpisodePress } from "./act-on-episode.ts";

export async function reopenEpisode(ctx: Context, input: EpisodePress): Promise<Outcome> {
  return await actOnEpisode(ctx, input, (tx, around, member) => reopen(ctx, tx, around, member));
}

/** `silent` when it is open now. Also for whoever sends into a resolved conversation, inside their transaction. */
export async function reopen(ctx: Context, tx: Tx, around: EpisodeContext, member: Member): Promise<Outcome> {
  const { episode } = around;
  if (episode.state === "open") return says("This conversation is open already.");
  if (around.conversation.blockedAt !== null)
    return says("This number is blocked. A manager can unblock it in the card's menu first.");
  const elsewhere = await goesOnElsewhere(tx, episode);
  if (elsewhere !== null) return elsewhere;
  if (!accessOf(ctx, around, member).reopen)
    return says(`${capitalized(onlyThey(around.party, "with managers"))} can reopen this conversation.`);
  const now = ctx.now();
  // Whoever was never answered waits as they did before it was resolved.
  await absorbQuiet(ctx, tx, episode);
  const unansweredSince = around.optedOut === null ? await waitsSince(tx, episode) : null;
  await tx.episodes.update(episode.id, {
    state: "open",
    resolvedAt: null,
    resolvedBy: null,
    unansweredSince,
    idleSince: now,
    unlogged: true,
  });
  await noteEvent(ctx, tx, episode.id, "reopened", { by: member.username });
  await enqueueLine(tx, episode, [calling(around, member.username), " reopened this conversation."], now);
  await enqueueCard(tx, episode, now);
  return silent;
}

/** Null while it is the newest, which alone can be reopened. */
export async function goesOnElsewhere(tx: Tx, episode: Episode): Promise<Outcome | null> {
  const moved = episode.movedTo === null ? null : await tx.episodes.whole(episode.movedTo);
  if (moved !== null) {
    const { owner } = moved.conversation;
    return says(
      `This conversation goes on with ${partyName(partyOf(await tx.directories.current(), owner))}.`,
    );
  }
  const { later } = await tx.episodes.neighbours(episode);
  if (later === null) return null;
  const place = threadPlace(later);
  if (place === null) return says("This conversation goes on in a newer thread.");
  return says("This conversation goes on in ", { link: place, label: "a newer thread" }, ".");
}
