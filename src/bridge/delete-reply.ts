/** Someone deleted what they wrote. Until it is handed to the carrier it is cancelled; later its author is told that it can't be called back. */
import type { SlackTs } from "../domain/ids.ts";
import { mayHaveLeft } from "../domain/message-state.ts";
import type { Place } from "../domain/sentence.ts";
import type { Message } from "../store/messages.ts";
import type { Reply } from "../store/replies.ts";
import type { Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";
import { keepDeletion, mayBeOurs } from "./keep-unseen.ts";
import { tellPrivately, withdrawNotices } from "./notify.ts";
import { outboundState } from "./outbound-state.ts";
import { sendKey } from "./owe.ts";
import { readBeforeLeaving } from "./read-before-leaving.ts";
import { noWait } from "./waiting.ts";

export async function deleteReply(
  bridge: Bridge,
  input: { place: Place; thread: SlackTs | null },
): Promise<void> {
  await bridge.store.transaction((tx) => takeDeletion(bridge, tx, input));
  bridge.wake();
}

/** Also for what is found gone after a gap, inside its transaction. */
export async function takeDeletion(
  bridge: Bridge,
  tx: Tx,
  { place, thread }: { place: Place; thread: SlackTs | null },
): Promise<void> {
  const known = await tx.replies.find(place);
  const now = bridge.now();
  if (known === null) {
    if (thread === null || (await mayBeOurs(tx, place.channel, thread)))
      await keepDeletion(bridge, tx, place, thread);
    return;
  }
  if (known.deletedAt !== null) return;
  await tx.replies.update(place, { deletedAt: now });
  const message = known.messageId === null ? null : await tx.messages.get(known.messageId);
  if (message !== null && mayHaveLeft(outboundState(message))) {
    return tooLate(bridge, tx, known, message);
  }
  if (message !== null) await cancelMessage(tx, message);
  await withdrawNotices(bridge, tx, place, ["It was deleted."]);
}

/** Takes a text that has not left out of everything that would send it. Where it was another try, the one before is what became of its message. */
export async function cancelMessage(tx: Tx, message: Message): Promise<void> {
  if (message.state !== "waiting" && message.state !== "queued") return;
  await tx.outbox.drop(sendKey(message.id));
  await tx.messages.update(message.id, { state: "cancelled", ...noWait });
  const { retryOf, replyChannel: channel, replyTs: ts } = message;
  if (retryOf !== null && channel !== null && ts !== null)
    await tx.replies.update({ channel, ts }, { messageId: retryOf });
}

async function tooLate(bridge: Bridge, tx: Tx, known: Reply, message: Message): Promise<void> {
  await readBeforeLeaving(tx, message);
  const episode = await tx.episodes.get(message.episodeId);
  if (episode === null || known.authorUser === null) return;
  await tellPrivately(bridge, tx, known.authorUser, {
    episode,
    about: { channel: known.channel, ts: known.ts },
    message: message.id,
    sentence: [
      "You deleted a message here, but its text had already left and can't be called back from the phone.",
    ],
    choices: [],
    causedAt: bridge.now(),
  });
}
