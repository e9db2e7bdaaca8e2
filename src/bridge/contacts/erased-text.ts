/**
 * What is remembered of an erased text: that it was one, by a trace of the carrier's id that leads nowhere. A carrier lists
 * what it moved for some time, and without this it would come in again.
 */
import { createHash } from "node:crypto";
import type { Tx } from "../contracts/store/store.ts";

const prefix = "erased text:";
/** No list reaches back further. Milliseconds. */
const rememberFor = 30 * 24 * 60 * 60 * 1000;

function keyOf(carrier: string, carrierMessageId: string): string {
  return prefix + createHash("sha256").update(`${carrier} ${carrierMessageId}`).digest("hex").slice(0, 32);
}

export async function noteErased(tx: Tx, carrier: string, id: string, now: number): Promise<void> {
  await tx.settings.writeTime(keyOf(carrier, id), now);
}

/** Whether this text was here, and was erased. */
export async function wasErased(tx: Tx, carrier: string, id: string): Promise<boolean> {
  return (await tx.settings.read(keyOf(carrier, id))) !== null;
}

export async function forgetErased(tx: Tx, now: number): Promise<void> {
  for (const { key, value } of await tx.settings.beginning(prefix))
    if (Number(value) < now - rememberFor) await tx.settings.drop(key);
}
