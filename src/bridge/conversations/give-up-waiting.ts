/** A conversation ends while texts in it wait for somebody's word. */
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { cancelMessage } from "../messages/cancel-message.ts";
import { closeNotice } from "../notices/tell.ts";
import { enqueueLine, enqueueMarkOf } from "../outbox/enqueue.ts";

/** What waits for a person is cancelled, and the thread says so; what waits for a time still leaves. */
export async function giveUpWaiting(
  ctx: Context,
  tx: Tx,
  episode: Episode,
  why: "resolved" | "closed",
): Promise<void> {
  const count = await cancelWaiting(ctx, tx, episode, [`The conversation was ${why}.`]);
  if (count === 0) return;
  const sentence = `${textsThatWaited(count)} cancelled, because the conversation was ${why}.`;
  await enqueueLine(tx, episode, [sentence], ctx.now());
}

/** @param outcome what is said of the questions about them, which are closed. Returns how many texts that were. */
export async function cancelWaiting(
  ctx: Context,
  tx: Tx,
  episode: Episode,
  outcome: Sentence,
): Promise<number> {
  const waiting = await tx.messages.waitingForPerson(episode.id);
  for (const message of waiting) {
    await cancelMessage(tx, message);
    await enqueueMarkOf(tx, message, ctx.now());
  }
  for (const notice of await tx.notices.openOfEpisode(episode.id)) {
    if (notice.outlives) continue;
    await closeNotice(ctx, tx, notice, { state: "expired" }, outcome);
  }
  return waiting.length;
}

/** As a sentence begins with them. */
export function textsThatWaited(count: number): string {
  return count === 1
    ? "One text that waited for a decision was"
    : `${count} texts that waited for a decision were`;
}
