/**
 * The states of an outbound message (law 9) and how news moves them. The states that news can bring form a
 * chain, and news only moves up it: so whatever the order, and however often, the same reports end in the same state.
 */

export type MessageState =
  | "waiting"
  | "queued"
  | "sending"
  | "unknown"
  | "accepted"
  | "sent"
  | "delivered"
  | "failed"
  | "cancelled";

/** What can be learned after handing over: the carrier's word, or that its answer was lost. */
export type LearnedState = "accepted" | "sent" | "delivered" | "failed" | "unknown";

/**
 * How much is known. What we decided ourselves is nothing compared with any word of the carrier, because a
 * report that names our message proves that it was handed over: this is also true of a waiting or cancelled one
 * (a database restored from an old copy). Carriers do correct "undelivered" to "delivered", never the reverse,
 * so delivered is above failed; a late "sent" is not, so failed is above sent.
 */
const KNOWLEDGE: Readonly<Record<MessageState, number>> = {
  waiting: 0,
  queued: 0,
  sending: 0,
  cancelled: 0,
  unknown: 1,
  accepted: 2,
  sent: 3,
  failed: 4,
  delivered: 5,
};

/** The state after this news; the current one when the news is older or weaker. */
export function nextState(current: MessageState, learned: LearnedState): MessageState {
  return KNOWLEDGE[learned] > KNOWLEDGE[current] ? learned : current;
}

/** Whether this move says that what people were told would not leave has left: they must be told. */
export function leftUnexpectedly(before: MessageState, after: MessageState): boolean {
  const promised = before === "cancelled" || before === "waiting" || before === "failed";
  return promised && hasLeft(after);
}

/** The carrier has it and has not said that it failed. */
export function hasLeft(state: MessageState): boolean {
  return state === "accepted" || state === "sent" || state === "delivered";
}

/** It has left, or nobody can say that it has not: it must not be sent again without a person's word. */
export function mayHaveLeft(state: MessageState): boolean {
  return hasLeft(state) || state === "sending" || state === "unknown";
}
