/** Between whom a message went, as carriers write it: numbers, short codes, names, and the addresses of channels other than SMS. */
import type { Address, E164 } from "../domain/ids.ts";
import { keepAddress, parseAddress, parseE164 } from "../domain/phone.ts";

interface Ends {
  readonly from: Address;
  /** No number where it is a text that no line can have: of another channel, or to or from what we don't know. */
  readonly to: E164 | Address;
}

/** An account's other channels: `whatsapp:+15550100001`, `rcs:brand`, `messenger:1234`. */
const CHANNEL = /^(?!tel:)([a-z][\w.+-]*):/i;
/** Short codes and national forms: something that could be dialled. */
const DIALLED = /^\+?[\d ().-]*\d[\d ().-]*$/;

export function isOtherChannel(address: string): boolean {
  return channelOf(address) !== null;
}

/** In lower case: `whatsapp`, `rcs`; `unknown` where a text's sender or number is of no form that we know. Null for what is of none. */
export function channelOf(address: string): string | null {
  return CHANNEL.exec(address)?.[1]?.toLowerCase() ?? null;
}

/**
 * A text that can't be answered or has no line is a text all the same: it is kept, under an address that is no line's. A word for
 * what can't be an address at all.
 */
export function readEnds(rawFrom: string, rawTo: string): Ends | "From" | "To" {
  const channel = CHANNEL.exec(rawFrom)?.[1] ?? CHANNEL.exec(rawTo)?.[1];
  const kept = keepAddress(rawFrom);
  const known = channel === undefined ? parseAddress(rawFrom) : null;
  if (kept === null) return "From";
  const number = channel === undefined ? parseE164(rawTo) : null;
  if (number !== null && known !== null) return { from: known, to: number };
  const named = rawTo.replace(CHANNEL, "").trim();
  const isAddress = channel === undefined ? number !== null || DIALLED.test(named) : named !== "";
  const prefix = number !== null ? "unknown:" : channel === undefined ? "" : `${channel}:`;
  const to = isAddress ? keepAddress(`${prefix}${number ?? named}`) : null;
  return to === null ? "To" : { from: known ?? kept, to };
}
