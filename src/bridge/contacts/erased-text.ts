/**
 * What is remembered of an erased text: that it was one, by a trace of the carrier's id that leads nowhere. A carrier lists
 * what it moved for some time, and without this it would come in again.
 */
import { createHash } from "node:crypto";
import type { Tx } from "../contracts/store/store.ts";

const prefix = "erased text:";
/** Of one that the carrier has not named yet, the line and the moment are all that its list can be held against. */
const namelessPrefix = "erased nameless:";
/** Between that moment and the one on its list. Milliseconds. */
const aboutThen = 60_000;
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

/** @param at when it was handed over. Milliseconds since 1970. */
export async function noteErasedNameless(tx: Tx, carrier: string, line: string, at: number): Promise<void> {
  await tx.settings.writeTime(`${namelessPrefix}${carrier} ${line} ${at}`, at);
}

/** Whether a text was erased that was handed over about then, and of which nobody knew whether it left. */
export async function wasErasedNameless(tx: Tx, carrier: string, line: string, at: number): Promise<boolean> {
  const erased = await tx.settings.beginning(`${namelessPrefix}${carrier} ${line} `);
  return erased.some(({ value }) => Math.abs(Number(value) - at) < aboutThen);
}

export async function forgetErased(tx: Tx, now: number): Promise<void> {
  const kept = await Promise.all([prefix, namelessPrefix].map(tx.settings.beginning));
  for (const { key, value } of kept.flat())
    if (Number(value) < now - rememberFor) await tx.settings.drop(key);
}
