/**
 * Hands one text to its carrier (law 3): what may leave is decided and written as "sending" first, the carrier is called
 * once, and what it said is written after. Whatever ends in between is `unknown`, never sent again on a guess.
 */
import { DeskError } from "../../domain/errors.ts";
import type { MessageId } from "../../domain/ids.ts";
import type { Message } from "../../store/messages.ts";
import type { Tx } from "../../store/store.ts";
import { noticeSleep } from "../connection/heartbeat.ts";
import type { Bridge } from "../context/context.ts";
import { sceneOf } from "../context/episode-context.ts";
import type { Carrier, OutgoingSms } from "../contracts/carrier.ts";
import { holdBack, isLate, whyNot } from "../messages/hold-back.ts";
import { doubtMessage } from "../messages/mark-unknown.ts";
import { replyPlace } from "../context/reply-place.ts";
import { noWait } from "../messages/waits.ts";
import { type Conclude, finished, later } from "../outbox/job-end.ts";
import { readAgain, type Standing } from "../replies/read-again.ts";
import { recordSend } from "./record-send.ts";

/** While we are deaf, an edit, a deletion or a stop can't reach us: every text looks again after this long. Milliseconds. */
const whileDeaf = 1_000;
/** While what was missed is fetched, everything does. Milliseconds. */
const whileFetching = 100;

/** @param debt the row that asks for it: an edit during the hold takes its place with a later one. */
export async function sendMessage(bridge: Bridge, id: MessageId, debt: number): Promise<Conclude> {
  noticeSleep(bridge);
  if (isDeaf(bridge) && !(await isLateNow(bridge, id))) return async () => later(whileDeaf);
  if (bridge.now() < (bridge.hearing.fetchingUntil ?? 0)) return async () => later(whileFetching);
  const begin = (mayRead: boolean) =>
    bridge.store.transaction((tx) => beginSending(bridge, tx, id, debt, mayRead));
  let begun = await begin(true);
  if (begun.kind === "read again") begun = await begin(await wasRead(bridge, id, begun));
  switch (begun.kind) {
    case "nothing":
      return finished;
    case "deaf":
      return async () => later(whileDeaf);
    case "read again":
      // There was another gap while it was read.
      return async () => later(0);
    case "sending": {
      const outcome = await begun.carrier.send(begun.sms);
      return (tx) => recordSend(bridge, tx, id, outcome);
    }
  }
}

function isDeaf({ hearing }: Bridge): boolean {
  return hearing.deafSince !== null;
}

/** However long we are deaf, its author is told in time that it has not left. */
async function isLateNow(bridge: Bridge, id: MessageId): Promise<boolean> {
  const message = await bridge.store.read((tx) => tx.messages.get(id));
  return message !== null && isLate(bridge, message);
}

type Begun =
  | { readonly kind: "sending"; readonly carrier: Carrier; readonly sms: OutgoingSms }
  | (Standing & { readonly kind: "read again"; readonly mayWait: boolean })
  | { readonly kind: "nothing" | "deaf" };

const nothing: Begun = { kind: "nothing" };

/**
 * The last look before it leaves: rights and times are those of now, not of when it was written.
 *
 * @param mayRead false when the desk can't show its message: then it does not leave by itself.
 */
async function beginSending(
  bridge: Bridge,
  tx: Tx,
  id: MessageId,
  debt: number,
  mayRead: boolean,
): Promise<Begun> {
  if (!(await tx.outbox.has(debt))) return nothing;
  const message = await tx.messages.get(id);
  if (message === null || message.waitsFor === "person") return nothing;
  // Texts of a lane are sent one at a time, so whoever began this did not live to write down how it ended.
  if (message.state === "sending") await doubtMessage(bridge, tx, message);
  if (message.state !== "waiting" && message.state !== "queued") return nothing;
  const episode = await tx.episodes.get(message.episodeId);
  if (episode === null) return nothing;
  const scene = await sceneOf(tx, episode);
  const carrier = scene.line === null ? undefined : bridge.carriers.get(scene.line.carrier);
  const stop = whyNot(bridge, scene, message);
  if (isDeaf(bridge) && stop === null) return { kind: "deaf" };
  const unread = isDeaf(bridge) ? null : await whatToRead(tx, message);
  if (unread !== null && (mayRead || stop === null))
    return { kind: "read again", ...unread, mayWait: stop === null };
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

/** Its message, where that may have been edited or deleted while nobody heard it. */
async function whatToRead(tx: Tx, message: Message): Promise<Standing | null> {
  const place = replyPlace(message);
  const reply = message.reread && place !== null ? await tx.replies.find(place) : null;
  return place !== null && reply?.thread ? { place, thread: reply.thread } : null;
}

/** False when the desk can't show it, and it is too late to wait until it can. */
async function wasRead(
  bridge: Bridge,
  id: MessageId,
  begun: Begun & { kind: "read again" },
): Promise<boolean> {
  try {
    await readAgain(bridge, begun, id);
    return true;
  } catch (error) {
    if (begun.mayWait || !(error instanceof DeskError)) throw error;
    bridge.log.warn({ message: id, err: error }, "a message can't be read again; its text is held back");
    return false;
  }
}
