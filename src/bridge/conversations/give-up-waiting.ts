/** A conversation ends while texts in it wait for somebody's word. */
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
  const waiting = await tx.messages.waitingForPerson(episode.id);
  for (const message of waiting) {
    await cancelMessage(tx, message);
    await enqueueMarkOf(tx, message, ctx.now());
  }
  for (const notice of await tx.notices.openOfEpisode(episode.id)) {
    if (notice.outlives) continue;
    await closeNotice(ctx, tx, notice, { state: "expired" }, [`The conversation was ${why}.`]);
  }
  if (waiting.length === 0) return;
  const texts =
    waiting.length === 1
      ? "One text that waited for a decision was"
      : `${waiting.length} texts that waited for a decision were`;
  await enqueueLine(tx, episode, [`${texts} cancelled, because the conversation was ${why}.`], ctx.now());
}
