/**
 * While a carrier is asked, it is too late to change a text, and whoever tries is told so. When the carrier then says "come
 * back later", the text has not left: what was done to its message counts after all, and they are told that.
 */
import type { Sentence } from "../../domain/sentence.ts";
import type { Message } from "../../store/messages.ts";
import type { Reply } from "../../store/replies.ts";
import type { Tx } from "../../store/store.ts";
import type { Bridge } from "../context/context.ts";
import { type Scene, sceneOf } from "../context/episode-context.ts";
import { replyPlace } from "../context/reply-place.ts";
import { inform, tellPrivately } from "../notices/tell.ts";
import { cancelMessage } from "../messages/cancel-message.ts";
import { judgeAnew } from "./edit-reply.ts";
import { stopsOf } from "./remember-early.ts";
import { heedStops } from "./stop-reply.ts";

/** @param message it is queued again. */
export async function heedMeanwhile(bridge: Bridge, tx: Tx, message: Message): Promise<void> {
  const place = message.reread ? replyPlace(message) : null;
  const reply = place === null ? null : await tx.replies.find(place);
  const episode = await tx.episodes.get(message.episodeId);
  if (reply === null || episode === null) return;
  const scene = await sceneOf(tx, episode);
  if (reply.deletedAt !== null) {
    await cancelMessage(tx, message);
    return await tellAuthor(bridge, tx, scene, reply, ["The text that you deleted did not leave after all."]);
  }
  if (await isStopped(bridge, tx, reply, message)) return;
  if (reply.text === message.body) return;
  const considered = await judgeAnew(bridge, tx, scene, reply, message, "event");
  if (considered?.verdict.kind === "text")
    await tellAuthor(bridge, tx, scene, reply, ["Your edit counts after all: the text had not left yet."]);
}

async function isStopped(bridge: Bridge, tx: Tx, reply: Reply, { id }: Message): Promise<boolean> {
  const users = stopsOf(reply);
  await heedStops(bridge, tx, reply, users);
  if ((await tx.messages.get(id))?.state !== "cancelled") return false;
  for (const user of users)
    await inform(bridge, tx, user, ["The text that you stopped did not leave after all."]);
  return true;
}

async function tellAuthor(
  bridge: Bridge,
  tx: Tx,
  { episode }: Scene,
  { channel, ts, authorUser, messageId }: Reply,
  sentence: Sentence,
): Promise<void> {
  if (authorUser === null) return;
  await tellPrivately(bridge, tx, authorUser, {
    episode,
    about: { channel, ts },
    message: messageId,
    sentence,
    choices: [],
    causedAt: bridge.now(),
  });
}
