/**
 * While a carrier is asked, it is too late to change a text, and whoever tries is told so. When the carrier then says "come
 * back later", the text has not left: what was done to its message counts after all, and they are told that.
 */
import { sameFiles } from "../../domain/attached-file.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, type EpisodeContext, episodeContext } from "../context/episode-context.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Reply } from "../contracts/store/replies.ts";
import type { Tx } from "../contracts/store/store.ts";
import { cancelMessage } from "../messages/cancel-message.ts";
import { inform, remarkPrivately } from "../notices/tell.ts";
import { enqueueBeside } from "../outbox/enqueue.ts";
import { judgeAnew } from "./edit-reply.ts";
import { stopsOf } from "./remember-early.ts";
import { applyStops } from "./stop-reply.ts";

/** @param message it is queued again. */
export async function applyLateChanges(ctx: Context, tx: Tx, message: Message): Promise<void> {
  const place = message.reread ? replyPlace(message) : null;
  const reply = place === null ? null : await tx.replies.find(place);
  const episode = await tx.episodes.get(message.episodeId);
  if (reply === null || episode === null) return;
  const around = await episodeContext(tx, episode);
  if (reply.deletedAt !== null) {
    await cancelMessage(tx, message);
    await enqueueBeside(tx, message, ctx.now());
    return await tellAuthor(ctx, tx, around, reply, ["The text that you deleted did not leave after all."]);
  }
  if (await isStopped(ctx, tx, around, reply, message)) return;
  if (reply.text === message.body && !(await hasOtherFiles(tx, reply, message))) return;
  const considered = await judgeAnew(ctx, tx, around, reply, message, "event");
  if (considered?.verdict.kind === "text")
    await tellAuthor(ctx, tx, around, reply, ["Your edit counts after all: the text had not left yet."]);
}

/** On a post of ours hangs none. Where its author said that its words leave alone, it does not matter what does. */
async function hasOtherFiles(tx: Tx, reply: Reply, { id, files, agreed }: Message): Promise<boolean> {
  if (reply.byUs || agreed.includes("files") || (files === 0 && reply.files === 0)) return false;
  const along = (await tx.files.ofMessage(id)).flatMap(({ source }) => source?.attached ?? []);
  return along.length !== reply.files || !sameFiles(along, reply.attached);
}

async function isStopped(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  reply: Reply,
  { id }: Message,
): Promise<boolean> {
  const users = stopsOf(reply);
  await applyStops(ctx, tx, reply, users);
  if ((await tx.messages.get(id))?.state !== "cancelled") return false;
  for (const user of users)
    await inform(ctx, tx, user, [
      `The text to ${contactLabel(around)} that you stopped did not leave after all.`,
    ]);
  return true;
}

async function tellAuthor(
  ctx: Context,
  tx: Tx,
  { episode }: EpisodeContext,
  { channel, ts, author, messageId }: Reply,
  sentence: Sentence,
): Promise<void> {
  if (author === null) return;
  await remarkPrivately(ctx, tx, author, sentence, {
    episode,
    about: { channel, ts },
    message: messageId,
    causedAt: ctx.now(),
  });
}
