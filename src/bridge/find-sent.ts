/** Looks at the carrier's list for a text whose answer was lost. Only an unambiguous find settles it; absence proves nothing. */
import type { MessageId } from "../domain/ids.ts";
import type { Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";
import type { FindOutcome, SentSms } from "./carrier.ts";
import { type Done, done, later } from "./perform.ts";
import { settle } from "./receive-report.ts";
import { findAfter } from "./send-message.ts";
import { tellOfDoubt } from "./tell-of-failure.ts";

/** @param attempts how often it was looked for before. */
export async function findSent(bridge: Bridge, id: MessageId, attempts: number): Promise<Done> {
  const sms = await bridge.store.read((tx) => sentSms(tx, id));
  if (sms === null) return done;
  const message = await bridge.store.read((tx) => tx.messages.get(id));
  const carrier = message === null ? undefined : bridge.carriers.get(message.carrier);
  const found: FindOutcome = (await carrier?.findSent?.(sms)) ?? { kind: "absent" };
  return await bridge.store.transaction((tx) => conclude(bridge, tx, id, found, attempts));
}

async function sentSms(tx: Tx, id: MessageId): Promise<SentSms | null> {
  const message = await tx.messages.get(id);
  if (message === null || message.state !== "unknown") return null;
  const conversation = await tx.conversations.get(message.conversationId);
  if (conversation === null) return null;
  return {
    messageId: id,
    from: conversation.line,
    to: conversation.address,
    body: message.body,
    sendingSince: new Date(message.sendingAt ?? message.writtenAt),
  };
}

async function conclude(
  bridge: Bridge,
  tx: Tx,
  id: MessageId,
  found: FindOutcome,
  attempts: number,
): Promise<Done> {
  const message = await tx.messages.get(id);
  if (message === null || message.state !== "unknown") return done;
  if (found.kind === "found") {
    // The same entry may answer for one text only.
    const taken = await tx.messages.findByCarrierId(message.carrier, found.carrierMessageId);
    if (taken === null || taken.id === id) {
      await settle(bridge, tx, message, found);
      return done;
    }
  }
  const wait = findAfter[attempts + 1];
  if (wait !== undefined) return later(wait);
  await tellOfDoubt(bridge, tx, message);
  return done;
}
