/** The carrier says what became of a text. Whatever came before, late, twice or out of order, the strongest word holds (law 9). */
import { markFor } from "../../domain/mark.ts";
import { hasLeft, leftUnexpectedly, type MessageState, nextState } from "../../domain/message-state.ts";
import { isAnswer, isByHand } from "../../domain/origin.ts";
import { quotedAtEnd } from "../../domain/quote.ts";
import { differing } from "../../lib/differing.ts";
import type { Context } from "../context/context.ts";
import type { CarrierFailure, StatusEvent } from "../contracts/carrier-events.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { dropIfTaken } from "../files/drop-files.ts";
import { closeNotice } from "../notices/tell.ts";
import {
  enqueueBeside,
  enqueueCard,
  enqueueLine,
  enqueueMarkOf,
  withdrawFind,
  withdrawSend,
} from "../outbox/enqueue.ts";
import { enqueueRead } from "../outbox/read-kind.ts";
import { countsAfterAll } from "../records/count-for-day.ts";
import { tellOfFailure } from "./failure-notices.ts";
import { noteRefusal } from "./note-refusal.ts";
import { noteTemplateUse } from "./note-template-use.ts";
import { noteUnanswered } from "./note-unanswered.ts";
import { outboundState } from "./outbound-state.ts";
import { saidIn } from "./said-in.ts";
import { isRetried, noteArrival, stopRetries, yieldToEarlier } from "./stop-retries.ts";
import { noWait } from "./waits.ts";
import { tellIfOutdated } from "./what-left.ts";

/** False where it is about a text that nobody knows here. */
export async function receiveReport(ctx: Context, carrier: string, event: StatusEvent): Promise<boolean> {
  const isKnown = await ctx.store.transaction((tx) => takeReport(ctx, tx, carrier, event), "soon");
  ctx.count("reports_received");
  return isKnown;
}

async function takeReport(ctx: Context, tx: Tx, carrier: string, event: StatusEvent): Promise<boolean> {
  const message = await messageOf(tx, carrier, event);
  if (message === null) await keepReport(ctx, tx, carrier, event);
  else await settle(ctx, tx, message, event);
  return message !== null;
}

/** It may come before the answer that says which text it is about. */
async function keepReport(ctx: Context, tx: Tx, carrier: string, event: StatusEvent): Promise<void> {
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
    receivedAt: ctx.now(),
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
  ctx: Context,
  tx: Tx,
  message: Message,
  news: Pick<StatusEvent, "state" | "failure" | "carrierMessageId">,
): Promise<void> {
  const before = outboundState(message);
  const state = nextState(before, news.state);
  const carrierMessageId = message.carrierMessageId ?? (await newCarrierId(ctx, tx, message, news));
  if (state === before) {
    if (carrierMessageId !== message.carrierMessageId)
      await tx.messages.update(message.id, { carrierMessageId });
    return;
  }
  const failure = state === "failed" ? news.failure : null;
  const now: Partial<Message> = {
    state,
    carrierMessageId,
    ...noWait,
    failureCode: failure?.code ?? null,
    failureSentence: failure?.sentence ?? null,
    ...(toldAs(state) === toldAs(before) ? {} : await countsAfterAll(ctx, tx, message)),
  };
  await tx.messages.update(message.id, differing(message, now));
  await dropWhatIsOwed(tx, message);
  await dropIfTaken(ctx, tx, message, state);
  const isPassing = state === "accepted" || state === "sent";
  if (markFor(state) !== markFor(before))
    await enqueueMarkOf(tx, message, ctx.now(), isPassing && before !== "unknown" ? "soon" : "now");
  if (hasLeft(state) && !hasLeft(before)) {
    await noteAnswer(ctx, tx, message);
    await noteTemplateUse(ctx, tx, message);
  }
  if (state === "failed" && hasLeft(before)) await noteUnanswered(ctx, tx, message);
  if (state === "failed") await enqueueBeside(tx, message, ctx.now());
  if (hasLeft(state) && before === "sending") await tellIfOutdated(ctx, tx, message, state);
  if (state === "delivered") await noteArrival(ctx, tx, message);
  await tellTheTeam(ctx, tx, message, { before, state, failure });
}

/** What its record says of it: that it is delivered is not told. */
function toldAs(state: MessageState): "failed" | "unknown" | "left" | "nothing" {
  if (state === "failed" || state === "unknown") return state;
  return hasLeft(state) || state === "sending" ? "left" : "nothing";
}

/** An id that another text of ours has already can't be its own: then the carrier's list was misread before. */
async function newCarrierId(
  ctx: Context,
  tx: Tx,
  message: Message,
  { carrierMessageId: id }: Pick<StatusEvent, "carrierMessageId">,
): Promise<Message["carrierMessageId"]> {
  const holder = id === null ? null : await tx.messages.findByCarrierId(message.carrier, id);
  if (holder === null) return id;
  tx.afterwards(() =>
    ctx.log.warn({ message: message.id, other: holder.id }, "two texts answer to the same carrier's id"),
  );
  return null;
}

/** The carrier has it, so nothing of ours sends it or looks for it any more. */
async function dropWhatIsOwed(tx: Tx, message: Message): Promise<void> {
  const { state } = message;
  if (state === "unknown") await withdrawFind(tx, message.id);
  else if (state === "waiting" || state === "queued") await withdrawSend(tx, message);
}

/** What answered by itself, or went to many, answers nobody: the customer waits for a person as before. */
async function noteAnswer(
  ctx: Context,
  tx: Tx,
  { episodeId: id, origin, author, carrier, sendingAt }: Message,
): Promise<void> {
  if (id === null || !isAnswer(origin)) return;
  if (isByHand({ origin, author }) && ctx.carriers.get(carrier)?.markRead !== undefined)
    await enqueueRead(ctx, tx, id);
  const now = ctx.now();
  const channel = await tx.episodes.noteAnswer(id, sendingAt ?? now);
  if (channel !== null) await enqueueCard(tx, { id, channel }, now, "soon");
}

interface Move {
  readonly before: MessageState;
  readonly state: MessageState;
  readonly failure: CarrierFailure | null;
}

async function tellTheTeam(ctx: Context, tx: Tx, message: Message, move: Move): Promise<void> {
  const { before, state, failure } = move;
  if (before === "unknown" || leftUnexpectedly(before, state)) await closeQuestions(ctx, tx, message, state);
  if (state === "failed" && failure !== null) await tellThatItFailed(ctx, tx, message, failure);
  const isFirstWord = hasLeft(state) && !hasLeft(before);
  // What is being sent for the first time was not tried again.
  if (isFirstWord && before !== "sending" && (await stopRetries(ctx, tx, message))) return;
  if (!leftUnexpectedly(before, state)) return;
  const episode = await tx.episodes.get(message.episodeId);
  if (episode === null) return;
  const sentence = [
    `The phone company reports that this text left after all: ${quotedAtEnd(saidIn(message))}`,
  ];
  await enqueueLine(tx, episode, sentence, ctx.now());
}

/** Where another try stands for it, that one is what people hear of. */
async function tellThatItFailed(
  ctx: Context,
  tx: Tx,
  message: Message,
  failure: CarrierFailure,
): Promise<void> {
  await noteRefusal(ctx, tx, message, failure);
  if (await isRetried(tx, message)) return;
  if (await yieldToEarlier(ctx, tx, message)) return;
  await tellOfFailure(ctx, tx, message, failure);
}

/** Whether to send it, or to try it again, is no question any more. */
async function closeQuestions(ctx: Context, tx: Tx, message: Message, state: MessageState): Promise<void> {
  const outcome = state === "failed" ? "It failed." : "It left after all.";
  for (const notice of await tx.notices.openAboutMessage(message.id))
    await closeNotice(ctx, tx, notice, { state: "expired" }, [outcome]);
}
