/**
 * Hands one text to its carrier (law 3): what may leave is decided and written as "sending" first, the carrier is called
 * once, and what it said is written after. Whatever ends in between is `unknown`, never sent again on a guess.
 */
import type { MessageId, SlackTs } from "../domain/ids.ts";
import type { Place } from "../domain/sentence.ts";
import type { Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";
import type { Carrier, OutgoingSms } from "./carrier.ts";
import { takeDeletion } from "./delete-reply.ts";
import { doubtMessage } from "./doubt-message.ts";
import { noticeSleep } from "./heartbeat.ts";
import { holdBack, whyNot } from "./hold-back.ts";
import { inform } from "./notify.ts";
import { type Conclude, finished, later } from "./perform.ts";
import { recordSend } from "./record-send.ts";
import { takeNews } from "./relay-reply.ts";
import { sceneOf } from "./scene.ts";
import { placeOf } from "./tell-of-failure.ts";
import { noWait } from "./waiting.ts";

/** While we are deaf, what is held looks again after this long. Milliseconds. */
const whileDeaf = 1_000;
/** While what was missed is fetched, everything does. Milliseconds. */
const whileFetching = 100;

/** @param debt the row that asks for it: an edit during the hold takes its place with a later one. */
export async function sendMessage(bridge: Bridge, id: MessageId, debt: number): Promise<Conclude> {
  noticeSleep(bridge);
  if (bridge.hearing.deafSince !== null && (await isHeld(bridge, id))) return async () => later(whileDeaf);
  if (bridge.now() < (bridge.hearing.fetchingUntil ?? 0)) return async () => later(whileFetching);
  const begin = () => bridge.store.transaction((tx) => beginSending(bridge, tx, id, debt));
  let begun = await begin();
  if (begun.kind === "read again") {
    await readAgain(bridge, id, begun);
    begun = await begin();
  }
  if (begun.kind !== "sending") return finished;
  const outcome = await begun.carrier.send(begun.sms);
  return (tx) => recordSend(bridge, tx, id, outcome);
}

async function isHeld(bridge: Bridge, id: MessageId): Promise<boolean> {
  const message = await bridge.store.read((tx) => tx.messages.get(id));
  return message?.state === "waiting" && message.waitReason === "hold";
}

type Begun =
  | { readonly kind: "sending"; readonly carrier: Carrier; readonly sms: OutgoingSms }
  | { readonly kind: "read again"; readonly place: Place; readonly thread: SlackTs }
  | { readonly kind: "nothing" };

const nothing: Begun = { kind: "nothing" };

/** The last look before it leaves: rights and times are those of now, not of when it was written. */
async function beginSending(bridge: Bridge, tx: Tx, id: MessageId, debt: number): Promise<Begun> {
  if (!(await tx.outbox.has(debt))) return nothing;
  const message = await tx.messages.get(id);
  if (message === null || message.waitsFor === "person") return nothing;
  // Texts of a lane are sent one at a time, so whoever began this did not live to write down how it ended.
  if (message.state === "sending") await doubtMessage(bridge, tx, message);
  if (message.state !== "waiting" && message.state !== "queued") return nothing;
  const place = placeOf(message);
  const reply = message.reread && place !== null ? await tx.replies.find(place) : null;
  if (place !== null && reply?.thread) return { kind: "read again", place, thread: reply.thread };
  const episode = await tx.episodes.get(message.episodeId);
  if (episode === null) return nothing;
  const scene = await sceneOf(tx, episode);
  const carrier = scene.line === null ? undefined : bridge.carriers.get(scene.line.carrier);
  const stop = whyNot(bridge, scene, message);
  if (stop !== null || scene.line === null || carrier === undefined) {
    await holdBack(bridge, tx, scene, message, stop ?? "line_gone");
    return nothing;
  }
  const sending = { state: "sending", ...noWait, sendingAt: bridge.now(), carrier: carrier.name } as const;
  await tx.messages.update(id, sending);
  const { number } = scene.line;
  const sms = { messageId: id, from: number, to: scene.conversation.address, body: message.body };
  return { kind: "sending", carrier, sms };
}

/** A reply that waited across a gap may have been edited or deleted while nobody heard it. */
async function readAgain(
  bridge: Bridge,
  id: MessageId,
  { place, thread }: { place: Place; thread: SlackTs },
): Promise<void> {
  const now = await bridge.history.readReply(place, thread);
  await bridge.store.transaction(async (tx) => {
    const before = await tx.messages.get(id);
    const known = await tx.replies.find(place);
    await tx.messages.update(id, { reread: false });
    if (now === "gone") await takeDeletion(bridge, tx, { place, thread });
    else if (known !== null) await takeNews(bridge, tx, now, known);
    const after = await tx.messages.get(id);
    if (before?.state === "queued" && after?.state === "cancelled")
      await correctAnswer(bridge, tx, place, now === "gone");
  });
}

/** Whoever chose to send it was told that it is on its way. */
async function correctAnswer(bridge: Bridge, tx: Tx, about: Place, isGone: boolean): Promise<void> {
  const chosenBy = (await tx.notices.latestAbout(about))?.chosenBy ?? null;
  if (chosenBy === null) return;
  const why = isGone ? "its message had been deleted." : "its message says otherwise now.";
  await inform(bridge, tx, chosenBy, [`The text that you chose to send did not leave: ${why}`]);
}
