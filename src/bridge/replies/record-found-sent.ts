/**
 * A message found at the desk carries our own mark that it left, but this database does not know it: it was restored from an
 * older copy. It is written down as a text whose fate is unknown, and never sent again by itself.
 */

import { toMilliseconds } from "../../domain/slack-time.ts";
import type { Reply } from "../../store/replies.ts";
import type { Tx } from "../../store/store.ts";
import { type Context, newMessageId } from "../context/context.ts";
import { type EpisodeContext, memberOf } from "../context/episode-context.ts";
import type { DeskReply } from "../contracts/desk.ts";
import { markUnknown } from "../messages/mark-unknown.ts";
import { closeNotice } from "../notices/tell.ts";
import { enqueueFind } from "../outbox/enqueue.ts";

export async function recordFoundSent(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  reply: DeskReply,
): Promise<void> {
  const now = ctx.now();
  const id = newMessageId(ctx);
  const writtenAt = toMilliseconds(reply.edited ?? reply.ts);
  await tx.messages.insert({
    id,
    conversationId: around.conversation.id,
    episodeId: around.episode.id,
    direction: "out",
    state: "unknown",
    body: reply.text,
    carrier: around.line?.carrier ?? "",
    author: memberOf(around, reply.author)?.username ?? null,
    authorUser: reply.author,
    replyChannel: reply.channel,
    replyTs: reply.ts,
    writtenAt,
    sendingAt: writtenAt,
    createdAt: now,
  });
  const place = { channel: reply.channel, ts: reply.ts };
  await tx.replies.update(place, { verdict: "text", messageId: id, marks: reply.marks.join(" ") });
  await enqueueFind(tx, id, now, now);
}

/** This database knows the reply, but not that it left after the copy was made: nobody is asked to send it again. */
export async function recordSentMeanwhile(ctx: Context, tx: Tx, reply: Reply): Promise<void> {
  const message = reply.messageId === null ? null : await tx.messages.get(reply.messageId);
  if (message === null || (message.state !== "waiting" && message.state !== "queued")) return;
  await tx.messages.update(message.id, { sendingAt: message.writtenAt });
  await markUnknown(ctx, tx, message);
  for (const notice of await tx.notices.openAboutMessage(message.id)) {
    await closeNotice(ctx, tx, notice, { state: "expired" }, ["It turned out to have left already."]);
  }
}
