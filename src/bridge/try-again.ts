/** Trying again is a new message that names the old one (law 9). */

import type { Tx } from "../store/store.ts";
import { type Bridge, newMessageId } from "./bridge.ts";
import { type Choosing, type Decision, decided, undecided } from "./choosing.ts";
import { oweCard, oweMark, oweSend } from "./owe.ts";
import { mayTextIn, onlyMembers } from "./send-waiting.ts";
import { placeOf } from "./tell-of-failure.ts";

export async function tryAgain(
  bridge: Bridge,
  tx: Tx,
  { scene, message, member, user }: Choosing,
): Promise<Decision> {
  if (message === null) return decided("The text this was about is not known any more.");
  if (message.state !== "failed" && message.state !== "unknown") {
    return decided("This text has left meanwhile.");
  }
  if (!mayTextIn(scene, member)) return onlyMembers(scene);
  if (scene.line === null) return undecided("Its line is no longer in the directory.");
  if (scene.episode.state === "resolved") {
    return undecided("This conversation is resolved. Reopen it, then try again.");
  }
  const now = bridge.now();
  const again = await tx.messages.insert({
    id: newMessageId(bridge),
    conversationId: message.conversationId,
    episodeId: message.episodeId,
    direction: "out",
    state: "queued",
    body: message.body,
    carrier: scene.line.carrier,
    author: member.username,
    authorUser: user,
    replyChannel: message.replyChannel,
    replyTs: message.replyTs,
    retryOf: message.id,
    writtenAt: now,
    createdAt: now,
  });
  const place = placeOf(message);
  if (place !== null) {
    await tx.replies.update(place, { messageId: again.id });
    await oweMark(tx, place, now, "if it waits");
  }
  await oweSend(tx, again, now, now);
  await oweCard(tx, scene.episode, now, "soon");
  return decided("Trying again.");
}
