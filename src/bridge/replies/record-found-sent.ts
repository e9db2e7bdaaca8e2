/**
 * A message found at the desk carries our own mark that it left, but this database does not know it: it was restored from an
 * older copy. It is written down as a text whose fate is unknown, and never sent again by itself.
 */

import type { Context } from "../context/context.ts";
import type { EpisodeContext } from "../context/episode-context.ts";
import type { DeskReply } from "../contracts/desk.ts";
import type { Reply } from "../contracts/store/replies.ts";
import type { Tx } from "../contracts/store/store.ts";
import { typedDraft } from "../messages/draft.ts";
import { markUnknown } from "../messages/mark-unknown.ts";
import { recordLeft } from "../messages/text-row.ts";
import { closeNotice } from "../notices/tell.ts";
import { enqueueFind } from "../outbox/enqueue.ts";

export async function recordFoundSent(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  reply: DeskReply,
): Promise<void> {
  const message = await recordLeft(ctx, tx, typedDraft(around, reply, { thread: "current" }));
  const place = { channel: reply.channel, ts: reply.ts };
  await tx.replies.update(place, { verdict: "text", messageId: message.id, marks: reply.marks.join(" ") });
  await enqueueFind(tx, message.id, ctx.now(), ctx.now());
}

/** This database knows the reply, but not that it left after the copy was made: nobody is asked to send it again. */
export async function recordSentMeanwhile(ctx: Context, tx: Tx, reply: Reply): Promise<void> {
  const message = reply.messageId === null ? null : await tx.messages.get(reply.messageId);
  if (message === null || (message.state !== "waiting" && message.state !== "queued")) return;
  const left = { sendingAt: message.writtenAt };
  await tx.messages.update(message.id, left);
  await markUnknown(ctx, tx, { ...message, ...left });
  for (const notice of await tx.notices.openAboutMessage(message.id)) {
    await closeNotice(ctx, tx, notice, { state: "expired" }, ["It turned out to have left already."]);
  }
}
