/** Someone does not want a reply to be sent: by the reaction :x:, or by the shortcut Don't send. */
import type { SlackUserId } from "../domain/ids.ts";
import { mayAssign } from "../domain/rights.ts";
import type { Place } from "../domain/sentence.ts";
import type { Reply } from "../store/replies.ts";
import type { Tx } from "../store/store.ts";
import { type Bridge, type Outcome, says } from "./bridge.ts";
import { cancelMessage } from "./delete-reply.ts";
import { withdrawNotices } from "./notify.ts";
import { oweMark } from "./owe.ts";
import { memberOf, sceneOf } from "./scene.ts";

export async function cancelReply(
  bridge: Bridge,
  input: { place: Place; user: SlackUserId },
): Promise<Outcome> {
  const outcome = await bridge.store.transaction((tx) => cancel(bridge, tx, input));
  bridge.wake();
  return outcome;
}

async function cancel(
  bridge: Bridge,
  tx: Tx,
  { place, user }: { place: Place; user: SlackUserId },
): Promise<Outcome> {
  const reply = await tx.replies.find(place);
  if (reply === null) return says("There is nothing here that would be sent.");
  const message = reply.messageId === null ? null : await tx.messages.get(reply.messageId);
  if (message === null) return says("This was not going to be sent.");
  if (!(await mayCancel(tx, reply, user)))
    return says("Only its author, or someone of the group, can stop this text.");
  if (message.state === "cancelled") return says("This was not going to be sent.");
  if (message.state === "failed") return says("This text did not arrive, so there is nothing to stop.");
  if (message.state !== "waiting" && message.state !== "queued")
    return says("Too late: this text is already on its way and can't be called back.");
  await cancelMessage(tx, message);
  await withdrawNotices(bridge, tx, place, ["It was cancelled."]);
  await oweMark(tx, place, bridge.now());
  return says("Cancelled. This text will not be sent.");
}

async function mayCancel(tx: Tx, reply: Reply, user: SlackUserId): Promise<boolean> {
  if (reply.authorUser === user) return true;
  const episode = reply.episodeId === null ? null : await tx.episodes.get(reply.episodeId);
  if (episode === null) return false;
  const scene = await sceneOf(tx, episode);
  return scene.group !== null && mayAssign(scene.group, memberOf(scene, user));
}
