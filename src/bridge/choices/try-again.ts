/** Trying again is a new message that names the old one (law 9). It leaves, and is shown, where the conversation goes on. */
import type { Sentence } from "../../domain/sentence.ts";
import type { Episode } from "../../store/episodes.ts";
import type { Message } from "../../store/messages.ts";
import type { Tx } from "../../store/store.ts";
import { type Context, newMessageId } from "../context/context.ts";
import type { EpisodeContext } from "../context/episode-context.ts";
import { replyPlace } from "../context/reply-place.ts";
import { showThere } from "../messages/show-there.ts";
import { type Choosing, type Decision, decided, did, undecided } from "../notices/choosing.ts";
import { enqueueCard, enqueueMark, enqueueSend } from "../outbox/enqueue.ts";
import { mayTextIn, onlyMembers } from "./send-waiting.ts";

export async function tryAgain(ctx: Context, tx: Tx, choosing: Choosing): Promise<Decision> {
  const { around, message, member, user } = choosing;
  if (message === null) return decided("The text this was about is not known any more.");
  if (message.state !== "failed" && message.state !== "unknown") {
    return decided("This text has left meanwhile.");
  }
  const place = replyPlace(message);
  const reply = place === null ? null : await tx.replies.find(place);
  if (reply?.deletedAt) return decided("Its message was deleted, so it will not be sent again.");
  if (!mayTextIn(around, member)) return onlyMembers(around);
  if (around.line === null)
    return undecided("It can't be sent again: its line is no longer in the directory.");
  const open =
    around.episode.state === "open" ? around.episode : await tx.episodes.findOpen(message.conversationId);
  if (open === null) return undecided(...(await reopenFirst(tx, around)));
  const again = await repeat(ctx, tx, choosing, message, around.line.carrier, open);
  const now = ctx.now();
  if (place !== null) {
    await tx.replies.update(place, { messageId: again.id });
    await enqueueMark(tx, place, now, "if it waits");
  }
  if (open.id !== message.episodeId) await showThere(ctx, tx, open, user, again.body);
  await enqueueSend(tx, again, now, now);
  await enqueueCard(tx, open, now, "soon");
  return did("tried again", "Trying again.");
}

async function repeat(
  ctx: Context,
  tx: Tx,
  { member, user }: Choosing,
  message: Message,
  carrier: string,
  { id: episodeId }: Episode,
): Promise<Message> {
  const { agreed } = message;
  return await tx.messages.insert({
    id: newMessageId(ctx),
    conversationId: message.conversationId,
    episodeId,
    direction: "out",
    state: "queued",
    body: message.body,
    carrier,
    author: member.username,
    authorUser: user,
    replyChannel: message.replyChannel,
    replyTs: message.replyTs,
    retryOf: message.id,
    agreed: episodeId === message.episodeId ? agreed : [...new Set([...agreed, "former"] as const)],
    writtenAt: ctx.now(),
    createdAt: ctx.now(),
  });
}

/** Only the newest stretch of a conversation can be reopened. */
async function reopenFirst(tx: Tx, { conversation, episode }: EpisodeContext): Promise<Sentence> {
  const newest = await tx.episodes.newest(conversation.id);
  if (newest === null || newest.id === episode.id || newest.thread === null)
    return ["This conversation is resolved. Reopen it, then try again."];
  const there = { link: { channel: newest.channel, ts: newest.thread }, label: "its newest thread" };
  return ["This conversation is resolved. Reopen it in ", there, ", then try again here."];
}
