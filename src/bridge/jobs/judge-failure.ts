/**
 * What becomes of owed work that failed: what is certain comes again, what is uncertain is looked for first, a closed channel
 * waits for itself, words are never dropped.
 */
import { CarrierError, DeskError } from "../../domain/errors.ts";
import type { Work } from "../../domain/work.ts";
import type { Debt } from "../../store/outbox.ts";
import { parkWork } from "../channels/channel-state.ts";
import type { Bridge } from "../context/context.ts";

const longestBackOff = 60_000;
/** What only looks is tried again this often when Slack refuses it. */
const looksAtMost = 3;

export async function judgeFailure(bridge: Bridge, debt: Debt, error: unknown): Promise<void> {
  if (error instanceof DeskError) return await judgeDesk(bridge, debt, error);
  const fields = { work: debt.work.kind, debt: debt.id, err: error };
  if (error instanceof CarrierError)
    bridge.log.warn(fields, "the carrier could not be asked; it is asked again");
  else bridge.log.error(fields, "a piece of owed work failed; it comes again");
  await postpone(bridge, debt, backOff(debt), false);
}

async function judgeDesk(bridge: Bridge, debt: Debt, error: DeskError): Promise<void> {
  const { kind, certain, retryAfterMs } = error.failure;
  const fields = { work: debt.work.kind, debt: debt.id, kind };
  switch (kind) {
    case "rate_limited":
      return await postpone(bridge, debt, retryAfterMs ?? backOff(debt), true);
    case "thread_gone":
      bridge.log.warn(fields, "a thread is gone; it is built anew");
      return await postpone(bridge, debt, debt.attempts === 0 ? 0 : backOff(debt), true);
    case "message_gone":
    case "nobody":
      if (!isOfConversation(debt.work)) return await finish(bridge, debt);
      bridge.log.error({ ...fields, err: error }, "Slack does not take what we owe");
      return await postpone(bridge, debt, backOff(debt), true);
    case "channel_closed":
      if (debt.channel === null) return await waitAWhile(bridge, debt);
      bridge.count("outbox_postponed");
      return await parkWork(bridge, debt, debt.channel, error.message);
    case "missing_scope":
      bridge.log.error(fields, error.message);
      // A person who can't be told is told by the shortcut Why; waiting for the scope would keep the next word from them too.
      if (!isOfConversation(debt.work)) return await finish(bridge, debt);
      return await postpone(bridge, debt, longestBackOff, true);
    case "refused":
      bridge.log.error({ ...fields, err: error }, "Slack refused what we owe");
      if (!isWords(debt.work) && debt.attempts >= looksAtMost) return await finish(bridge, debt);
      return await postpone(bridge, debt, backOff(debt), true);
    case "unauthorized":
      bridge.log.error({ ...fields, reason: error.message }, "Slack does not let us in; everything is kept");
      return await postpone(bridge, debt, longestBackOff, true);
    case "unreachable":
      bridge.log.warn({ ...fields, reason: error.message }, "Slack could not be reached; it comes again");
      return await postpone(bridge, debt, retryAfterMs ?? backOff(debt), certain);
  }
}

/** Where a person's own channel is closed, what is told there may not stand in the way of the next word for ever. */
async function waitAWhile(bridge: Bridge, debt: Debt): Promise<void> {
  if (!isOfConversation(debt.work) && debt.attempts >= looksAtMost) return await finish(bridge, debt);
  await postpone(bridge, debt, longestBackOff, true);
}

/** What is said in a conversation, to customers, by them and about them: never dropped. */
function isOfConversation(work: Work): boolean {
  return ["open", "text", "line", "send"].includes(work.kind);
}

/** And what people must be told, which ends only where they can't be. */
function isWords(work: Work): boolean {
  return isOfConversation(work) || ["tell", "inform"].includes(work.kind);
}

function backOff(debt: Debt): number {
  return Math.min(longestBackOff, 500 * 2 ** Math.min(debt.attempts, 10));
}

/** @param forget it is certain that nothing was done, so nothing need be looked for. */
async function postpone(bridge: Bridge, debt: Debt, after: number, forget: boolean): Promise<void> {
  bridge.count("outbox_postponed");
  await bridge.store.transaction((tx) => tx.outbox.postpone(debt, bridge.now() + after, forget));
}

async function finish(bridge: Bridge, debt: Debt): Promise<void> {
  bridge.count("outbox_done");
  await bridge.store.transaction((tx) => tx.outbox.finish([debt]));
}
