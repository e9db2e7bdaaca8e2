/** Looks at the carrier's list for a text whose answer was lost. Only an unambiguous find settles it; absence proves nothing. */
import type { MessageId } from "../domain/ids.ts";
import type { Message } from "../store/messages.ts";
import type { Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";
import type { FindOutcome, SentSms } from "./carrier.ts";
import { findAfter } from "./doubt-message.ts";
import { type Conclude, done, type End, finished, later } from "./perform.ts";
import { settle } from "./receive-report.ts";
import { yieldToEarlier } from "./stop-retries.ts";
import { tellOfDoubt } from "./tell-of-failure.ts";

/** @param attempts how often it was looked for before. */
export async function findSent(bridge: Bridge, id: MessageId, attempts: number): Promise<Conclude> {
  const sought = await bridge.store.read((tx) => whatToSeek(tx, id));
  if (sought === null) return finished;
  const carrier = bridge.carriers.get(sought.carrier);
  const found = (await carrier?.findSent?.(sought.sms)) ?? null;
  return (tx) => conclude(bridge, tx, id, found, attempts);
}

async function whatToSeek(tx: Tx, id: MessageId): Promise<{ sms: SentSms; carrier: string } | null> {
  const message = await tx.messages.get(id);
  if (message === null || message.state !== "unknown") return null;
  const conversation = await tx.conversations.get(message.conversationId);
  if (conversation === null) return null;
  const sms = {
    messageId: id,
    from: conversation.line,
    to: conversation.address,
    body: message.body,
    sendingSince: new Date(message.sendingAt ?? message.writtenAt),
  };
  return { sms, carrier: message.carrier };
}

/** @param found null where the carrier has no list to look at. */
async function conclude(
  bridge: Bridge,
  tx: Tx,
  id: MessageId,
  found: FindOutcome | null,
  attempts: number,
): Promise<End> {
  const message = await tx.messages.get(id);
  if (message === null || message.state !== "unknown") return done;
  if (found?.kind === "found" && (await isOnlyFor(tx, message, found))) {
    await settle(bridge, tx, message, found);
    return done;
  }
  const wait = found === null ? undefined : findAfter[attempts + 1];
  if (wait !== undefined) return later(wait);
  if (!(await yieldToEarlier(bridge, tx, message))) await tellOfDoubt(bridge, tx, message);
  return done;
}

/** One entry of the list answers for one text: not for one that has it already, nor where two of the same words are sought. */
async function isOnlyFor(tx: Tx, message: Message, found: FindOutcome & { kind: "found" }): Promise<boolean> {
  const taken = await tx.messages.findByCarrierId(message.carrier, found.carrierMessageId);
  if (taken !== null) return taken.id === message.id;
  const others = await tx.messages.inState(["sending", "unknown"]);
  return !others.some(
    (other) =>
      other.id !== message.id &&
      other.conversationId === message.conversationId &&
      other.body === message.body,
  );
}
