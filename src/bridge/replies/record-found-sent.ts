/**
 * A message found at the desk carries our own mark that it left, but this database does not know it: it was restored from an
 * older copy. It is written down as a text whose fate is unknown, and never sent again by itself.
 */
import type { Reply } from "../../store/replies.ts";
import type { Tx } from "../../store/store.ts";
import { type Bridge, newMessageId } from "../context/context.ts";
import { memberOf, type Scene } from "../context/episode-context.ts";
import type { DeskReply } from "../contracts/desk.ts";
import { doubtMessage } from "../messages/mark-unknown.ts";
import { closeNotice } from "../notices/tell.ts";
import { oweFind } from "../outbox/enqueue.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";

export async function leftBefore(bridge: Bridge, tx: Tx, scene: Scene, reply: DeskReply): Promise<void> {
  const now = bridge.now();
  const id = newMessageId(bridge);
  const writtenAt = toMilliseconds(reply.edited ?? reply.ts);
  await tx.messages.insert({
    id,
    conversationId: scene.conversation.id,
    episodeId: scene.episode.id,
    direction: "out",
    state: "unknown",
    body: reply.text,
    carrier: scene.line?.carrier ?? "",
    author: memberOf(scene, reply.author)?.username ?? null,
    authorUser: reply.author,
    replyChannel: reply.channel,
    replyTs: reply.ts,
    writtenAt,
    sendingAt: writtenAt,
    createdAt: now,
  });
  const place = { channel: reply.channel, ts: reply.ts };
  await tx.replies.update(place, { verdict: "text", messageId: id, marks: reply.marks.join(" ") });
  await oweFind(tx, id, now, now);
}

/** This database knows the reply, but not that it left after the copy was made: nobody is asked to send it again. */
export async function leftMeanwhile(bridge: Bridge, tx: Tx, reply: Reply): Promise<void> {
  const message = reply.messageId === null ? null : await tx.messages.get(reply.messageId);
  if (message === null || (message.state !== "waiting" && message.state !== "queued")) return;
  await tx.messages.update(message.id, { sendingAt: message.writtenAt });
  await doubtMessage(bridge, tx, message);
  for (const notice of await tx.notices.openAboutMessage(message.id)) {
    await closeNotice(bridge, tx, notice, { state: "expired" }, ["It turned out to have left already."]);
  }
}
