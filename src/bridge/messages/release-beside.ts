/** A colleague's text that was under way did not leave: what waited because of it is judged again, and leaves by itself where it may. */
import type { EpisodeId } from "../../domain/ids.ts";
import { claimedBy } from "../context/claim.ts";
import type { Context } from "../context/context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueCard, enqueueReminder } from "../outbox/enqueue.ts";
import { type Conclude, done } from "../outbox/job-end.ts";
import { noteEvent } from "../records/note-event.ts";
import { besideOf } from "./beside.ts";
import { type Held, heldNotice } from "./held-notice.ts";
import { release } from "./release-reviewed.ts";

export async function releaseBeside(
  ctx: Context,
  { episode }: { readonly episode: EpisodeId },
): Promise<Conclude> {
  return async (tx) => {
    const waiting = await tx.messages.waitingForPerson(episode);
    const theirs = waiting.filter(({ waitReason }) => waitReason === "underway");
    // In the order in which they were written (law 4).
    for (const message of theirs.sort((one, other) => one.writtenAt - other.writtenAt))
      if (await isFree(ctx, tx, episode, message)) await letGo(ctx, tx, episode, message);
    return done;
  };
}

/** What its author was asked about did not leave, nor is anything else under way; however long ago it was that anything did. */
async function isFree(ctx: Context, tx: Tx, episode: EpisodeId, message: Message): Promise<boolean> {
  const { authorUser } = message;
  if (authorUser === null) return false;
  const asked = (await tx.notices.openAboutMessage(message.id)).findLast(
    ({ kind }) => kind === heldNotice.name,
  );
  // A row's payload was written by its own kind.
  const first = (asked?.payload as Held | undefined)?.beside?.message;
  const before = first === undefined ? null : await tx.messages.get(first);
  if (before !== null && !isGone(before)) return false;
  return (await tx.messages.underWay(episode, { ...besideOf(ctx, authorUser), leftSince: 0 })) === null;
}

/** It is cancelled, failed, or waits for a person's word itself: it does not go to the contact by itself. */
function isGone({ state, waitsFor }: Message): boolean {
  return state === "cancelled" || state === "failed" || waitsFor === "person";
}

async function letGo(ctx: Context, tx: Tx, id: EpisodeId, message: Message): Promise<void> {
  const episode = await tx.episodes.get(id);
  if (episode !== null) await giveWay(ctx, tx, episode);
  await release(ctx, tx, message, ["The other text did not leave, so this one does."]);
}

/** Who got the conversation by a text that was cancelled, and has said nothing else in it, has it no more. */
async function giveWay(ctx: Context, tx: Tx, episode: Episode): Promise<void> {
  const { id, assignee, takenWith } = episode;
  const taken = takenWith === null ? null : await tx.messages.get(takenWith);
  if (taken?.state !== "cancelled") return;
  const said = await tx.messages.lastSaid(id, 100);
  if (said.some(({ direction, author }) => direction === "out" && author === assignee)) return;
  await tx.episodes.update(id, { ...claimedBy(null), ...(episode.recorded && { unlogged: true }) });
  await noteEvent(ctx, tx, id, "unassigned");
  await enqueueCard(tx, episode, ctx.now());
  await enqueueReminder(tx, episode, ctx.now());
}
