/** Someone does not want a reply to be sent: by the reaction :x:, or by the shortcut Don't send. */
import { aCustomer } from "../../domain/directory.ts";
import type { SlackTs, SlackUserId } from "../../domain/ids.ts";
import { mayAssign } from "../../domain/rights.ts";
import type { Place } from "../../domain/sentence.ts";
import type { Reply } from "../../store/replies.ts";
import type { Tx } from "../../store/store.ts";
import { type Bridge, type Outcome, says } from "../context/context.ts";
import { memberOf, peopleOf, sceneOf } from "../context/episode-context.ts";
import { readBeforeLeaving } from "../messages/read-before-leaving.ts";
import { withdrawNotices } from "../notices/tell.ts";
import { oweMark } from "../outbox/enqueue.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import { cancelMessage } from "../messages/cancel-message.ts";
import { keepStop, mayBeOurs } from "./remember-early.ts";

/** A message may come this much later than what was done to it: Slack tells an event again for hours. Milliseconds. */
const mayStillCome = 3 * 60 * 60_000;

export interface CancelReply {
  readonly place: Place;
  readonly user: SlackUserId;
  /** The thread of the person's message that stands there; null: it is none. Absent where that is not known. */
  readonly thread?: SlackTs | null;
}

export async function cancelReply(bridge: Bridge, input: CancelReply): Promise<Outcome> {
  const outcome = await bridge.store.transaction((tx) => cancel(bridge, tx, input));
  bridge.wake();
  return outcome;
}

async function cancel(bridge: Bridge, tx: Tx, input: CancelReply): Promise<Outcome> {
  const { place, user } = input;
  const reply = await tx.replies.find(place);
  if (reply === null || reply.verdict === "unseen") return await cancelUnseen(bridge, tx, input, reply);
  const message = reply.messageId === null ? null : await tx.messages.get(reply.messageId);
  if (message === null) return says("This was not going to be sent.");
  if (!(await mayCancel(tx, reply, user)))
    return says("Only its author, or someone of the group, can stop this text.");
  if (message.state === "cancelled") return says("This text is cancelled already.");
  if (message.state === "failed") return says("This text did not arrive, so there is nothing to stop.");
  if (message.state === "unknown") return says("Too late: this text may have left already.");
  if (message.state === "delivered") return says("Too late: this text has reached the phone already.");
  if (message.state === "sending") {
    await keepStop(bridge, tx, place, user, reply);
    await readBeforeLeaving(tx, message);
  }
  if (message.state !== "waiting" && message.state !== "queued")
    return says("Too late: this text is already on its way and can't be called back.");
  await cancelMessage(tx, message);
  await withdrawNotices(bridge, tx, place, ["It was cancelled."]);
  await oweMark(tx, place, bridge.now());
  return says("Cancelled. This text will not be sent.");
}

/** Events come in any order: what was done to a message may be known before the message is. */
async function cancelUnseen(
  bridge: Bridge,
  tx: Tx,
  { place, user, thread }: CancelReply,
  known: Reply | null,
): Promise<Outcome> {
  const people = await peopleOf(tx);
  const groups = people.directory.groups.filter(({ channel }) => channel === place.channel);
  const isWatched = groups.length > 0 || (await tx.episodes.openChannels()).includes(place.channel);
  const isTooOld = bridge.now() - toMilliseconds(place.ts) > mayStillCome;
  if (!isWatched || isTooOld || !(await mayBeReply(tx, place, thread)))
    return says(`This is not a reply to ${aCustomer(people.directory)}, so there is nothing to stop.`);
  await keepStop(bridge, tx, place, user, known);
  const member = memberOf(people, user);
  const isEntitled = groups.some((group) => mayAssign(group, member));
  return says(isEntitled ? "It will not be sent." : "If you wrote this, it will not be sent.");
}

async function mayBeReply(tx: Tx, place: Place, thread: CancelReply["thread"]): Promise<boolean> {
  if (thread === undefined) return (await tx.episodes.atThread(place.channel, place.ts)) === null;
  return thread !== null && (await mayBeOurs(tx, place.channel, thread));
}

/** What people asked before the message was known, or while we did not hear them. */
export async function heedStops(
  bridge: Bridge,
  tx: Tx,
  place: Place,
  users: readonly SlackUserId[],
): Promise<void> {
  for (const user of users) await cancel(bridge, tx, { place, user });
}

async function mayCancel(tx: Tx, reply: Reply, user: SlackUserId): Promise<boolean> {
  if (reply.authorUser === user) return true;
  const episode = reply.episodeId === null ? null : await tx.episodes.get(reply.episodeId);
  if (episode === null) return false;
  const scene = await sceneOf(tx, episode);
  return scene.group !== null && mayAssign(scene.group, memberOf(scene, user));
}
