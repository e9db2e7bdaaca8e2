/** The carrier says what became of a text. Whatever came before, late, twice or out of order, the strongest word holds (law 9). */
import { leftUnexpectedly, type MessageState, nextState } from "../domain/message-state.ts";
import type { Message } from "../store/messages.ts";
import type { Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";
import type { CarrierFailure, StatusEvent } from "./carrier.ts";
import { oweLine, oweMarkOf, sendKey } from "./owe.ts";
import { shortened } from "./shortened.ts";
import { tellOfFailure } from "./tell-of-failure.ts";

export async function receiveReport(bridge: Bridge, carrier: string, event: StatusEvent): Promise<void> {
  await bridge.store.transaction((tx) => takeReport(bridge, tx, carrier, event));
  bridge.count("reports_received");
  bridge.wake();
}

async function takeReport(bridge: Bridge, tx: Tx, carrier: string, event: StatusEvent): Promise<void> {
  const message = await messageOf(tx, carrier, event);
  if (message !== null) return settle(bridge, tx, message, event);
  if (event.carrierMessageId === null) return;
  const known = await tx.arrivals.findReport(carrier, event.carrierMessageId);
  const state = known === null ? event.state : nextState(known.state, event.state);
  if (known !== null && state === known.state) return;
  await tx.arrivals.putReport({
    carrier,
    carrierMessageId: event.carrierMessageId,
    state: event.state,
    failureCode: event.failure?.code ?? null,
    failureSentence: event.failure?.sentence ?? null,
    receivedAt: bridge.now(),
  });
}

async function messageOf(tx: Tx, carrier: string, event: StatusEvent): Promise<Message | null> {
  const named = event.messageId === null ? null : await tx.messages.get(event.messageId);
  if (named !== null && named.carrier === carrier && named.direction === "out") return named;
  const found =
    event.carrierMessageId === null
      ? null
      : await tx.messages.findByCarrierId(carrier, event.carrierMessageId);
  return found?.direction === "out" ? found : null;
}

/** What the carrier says of one of our texts, whoever asked it. */
export async function settle(
  bridge: Bridge,
  tx: Tx,
  message: Message,
  news: Pick<StatusEvent, "state" | "failure" | "carrierMessageId">,
): Promise<void> {
  const before = message.state as MessageState;
  const state = nextState(before, news.state);
  const carrierMessageId = message.carrierMessageId ?? news.carrierMessageId;
  if (state === before && carrierMessageId === message.carrierMessageId) return;
  const now = bridge.now();
  const failure = state === "failed" ? news.failure : null;
  await tx.messages.update(message.id, {
    state,
    carrierMessageId,
    ...(state === before ? {} : { waitsFor: null, waitReason: null }),
    failureCode: failure?.code ?? null,
    failureSentence: failure?.sentence ?? null,
  });
  if (state === before) return;
  await tx.outbox.drop(sendKey(message.id));
  await tx.outbox.drop(`find:${message.id}`);
  await oweMarkOf(tx, message, now);
  await tellTheTeam(bridge, tx, { ...message, state }, before, failure);
}

async function tellTheTeam(
  bridge: Bridge,
  tx: Tx,
  message: Message,
  before: MessageState,
  failure: CarrierFailure | null,
): Promise<void> {
  if (message.state === "failed" && failure !== null)
    await tellOfFailure(bridge, tx, message, failure.sentence);
  if (!leftUnexpectedly(before, message.state as MessageState)) return;
  const episode = await tx.episodes.get(message.episodeId);
  if (episode === null) return;
  const sentence = ["The carrier reports that this text left after all: ", `“${shortened(message.body)}”`];
  await oweLine(tx, episode, sentence, bridge.now());
}
