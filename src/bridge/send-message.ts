/**
 * Hands one text to its carrier (law 3): what may leave is decided and written as "sending" first, the carrier is called
 * once, and what it said is written after. Whatever ends in between is `unknown`, never sent again on a guess.
 */

import { isMemberOf } from "../domain/directory.ts";
import type { MessageId } from "../domain/ids.ts";
import { type MessageState, nextState } from "../domain/message-state.ts";
import { canReceive } from "../domain/phone.ts";
import type { Message } from "../store/messages.ts";
import type { Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";
import type { Carrier, OutgoingSms, SendOutcome } from "./carrier.ts";
import { takeChange } from "./change-reply.ts";
import { cancelMessage, takeDeletion } from "./delete-reply.ts";
import { tellPrivately } from "./notify.ts";
import { oweCard, oweFind, oweMarkOf } from "./owe.ts";
import { type Done, done, later } from "./perform.ts";
import { settle } from "./receive-report.ts";
import { type Scene, sceneOf } from "./scene.ts";
import { placeOf, tellOfFailure } from "./tell-of-failure.ts";

/** How often we look for a text whose answer was lost, after these many milliseconds. */
export const findAfter = [2_000, 15_000, 60_000, 300_000] as const;
/** A carrier's own "come back later" is not hurried, nor left to grow old. Milliseconds. */
const atLeast = 1_000;

/** @param debt the row that asks for it: an edit during the hold takes its place with a later one. */
export async function sendMessage(bridge: Bridge, id: MessageId, debt: number): Promise<Done> {
  if (bridge.hearing.deafSince !== null && (await isHeld(bridge, id))) return later(1_000);
  await readAgain(bridge, id);
  const begun = await bridge.store.transaction((tx) => begin(bridge, tx, id, debt));
  if (begun === null) return done;
  const outcome = await begun.carrier.send(begun.sms);
  return await bridge.store.transaction((tx) => record(bridge, tx, id, outcome));
}

async function isHeld(bridge: Bridge, id: MessageId): Promise<boolean> {
  const message = await bridge.store.read((tx) => tx.messages.get(id));
  return message?.state === "waiting" && message.waitReason === "hold";
}

/** A reply that waited across a gap may have been edited or deleted while nobody heard it. */
async function readAgain(bridge: Bridge, id: MessageId): Promise<void> {
  const message = await bridge.store.read((tx) => tx.messages.get(id));
  if (!message?.reread) return;
  const place = placeOf(message);
  const reply = place === null ? null : await bridge.store.read((tx) => tx.replies.find(place));
  const now = place === null || !reply?.thread ? null : await bridge.history.readReply(place, reply.thread);
  await bridge.store.transaction(async (tx) => {
    await tx.messages.update(id, { reread: false });
    if (now === null || place === null) return;
    if (now === "gone") await takeDeletion(bridge, tx, { place, thread: null });
    else await takeChange(bridge, tx, now);
  });
}

interface Begun {
  readonly carrier: Carrier;
  readonly sms: OutgoingSms;
}

/** The last look before it leaves: rights and times are those of now, not of when it was written. */
async function begin(bridge: Bridge, tx: Tx, id: MessageId, debt: number): Promise<Begun | null> {
  if (!(await tx.outbox.has(debt))) return null;
  const message = await tx.messages.get(id);
  if (message === null || (message.state !== "waiting" && message.state !== "queued")) return null;
  if (message.waitsFor === "person") return null;
  const now = bridge.now();
  const episode = await tx.episodes.get(message.episodeId);
  if (episode === null) return null;
  const scene = await sceneOf(tx, episode);
  const stop = whyNot(bridge, scene, message);
  if (stop !== null) {
    await holdBack(bridge, tx, scene, message, stop);
    return null;
  }
  const carrier = scene.line === null ? undefined : bridge.carriers.get(scene.line.carrier);
  if (scene.line === null || carrier === undefined) return null;
  await tx.messages.update(id, { state: "sending", waitsFor: null, waitReason: null, sendingAt: now });
  await tx.episodes.update(episode.id, { unansweredSince: null, lastTextAt: now });
  await oweCard(tx, episode, now, "soon");
  const { line } = scene;
  return {
    carrier,
    sms: { messageId: id, from: line.number, to: scene.conversation.address, body: message.body },
  };
}

type Stop = "line_gone" | "cannot_receive" | "not_member" | "late";

function whyNot(bridge: Bridge, scene: Scene, message: Message): Stop | null {
  if (scene.line === null || !bridge.carriers.has(scene.line.carrier)) return "line_gone";
  if (!canReceive(scene.conversation.address)) return "cannot_receive";
  if (message.author !== null && !(scene.group && isMemberOf(scene.group, message.author)))
    return "not_member";
  const allowed = bridge.settings.sendWithin + bridge.settings.hold;
  return bridge.now() - message.writtenAt > allowed ? "late" : null;
}

const stops: Readonly<Record<Stop, string>> = {
  line_gone: "This did not leave: its line is no longer in the directory.",
  cannot_receive: "This did not leave: short codes and sender names can't be answered.",
  not_member: "This did not leave: you are no longer a member of the group that answers here.",
  late: "This did not leave in time. Is it still right to send?",
};

async function holdBack(bridge: Bridge, tx: Tx, scene: Scene, message: Message, stop: Stop): Promise<void> {
  if (stop === "late") {
    await tx.messages.update(message.id, { state: "waiting", waitsFor: "person", waitReason: "late" });
  } else await cancelMessage(tx, message);
  await oweMarkOf(tx, message, bridge.now());
  if (message.authorUser === null) return;
  await tellPrivately(bridge, tx, message.authorUser, {
    episode: scene.episode,
    about: placeOf(message),
    message: message.id,
    sentence: [stops[stop]],
    choices: stop === "late" ? ["send_now", "discard"] : [],
    causedAt: message.writtenAt,
  });
}

async function record(bridge: Bridge, tx: Tx, id: MessageId, outcome: SendOutcome): Promise<Done> {
  const message = await tx.messages.get(id);
  if (message === null) return done;
  const now = bridge.now();
  switch (outcome.kind) {
    case "accepted": {
      bridge.count("sends_accepted");
      const early = await tx.arrivals.findReport(message.carrier, outcome.carrierMessageId);
      await settle(bridge, tx, message, { ...outcome, failure: null });
      if (early !== null) await applyEarly(bridge, tx, id, early);
      return done;
    }
    case "rejected": {
      bridge.count("sends_rejected");
      if (message.state !== "sending") return done;
      const { failure } = outcome;
      if (failure.retryAfterMs !== undefined) {
        await tx.messages.update(id, { state: "queued" });
        return later(Math.max(atLeast, failure.retryAfterMs));
      }
      const failed = {
        state: "failed",
        failureCode: failure.code,
        failureSentence: failure.sentence,
      } as const;
      await tx.messages.update(id, failed);
      await oweMarkOf(tx, message, now);
      await tellOfFailure(bridge, tx, message, failure.sentence);
      return done;
    }
    case "unknown": {
      bridge.count("sends_unknown");
      const state = nextState(message.state as MessageState, "unknown");
      if (state === message.state) return done;
      bridge.log.warn({ message: id, reason: outcome.reason }, "the answer to a send was lost");
      await tx.messages.update(id, { state });
      await oweMarkOf(tx, message, now);
      await oweFind(tx, id, now + findAfter[0], now);
      return done;
    }
  }
}

async function applyEarly(
  bridge: Bridge,
  tx: Tx,
  id: MessageId,
  early: NonNullable<Awaited<ReturnType<Tx["arrivals"]["findReport"]>>>,
): Promise<void> {
  const message = await tx.messages.get(id);
  if (message === null) return;
  const failure =
    early.failureCode === null
      ? null
      : { code: early.failureCode, sentence: early.failureSentence ?? "", scope: "passing" as const };
  await settle(bridge, tx, message, {
    state: early.state,
    failure,
    carrierMessageId: early.carrierMessageId,
  });
  await tx.arrivals.dropReport(message.carrier, early.carrierMessageId);
}
