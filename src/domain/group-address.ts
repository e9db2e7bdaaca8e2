/** Several people who text as a group are one contact: its address is made of theirs, the same whoever of them writes. */
import type { Address } from "./ids.ts";

const prefix = "group:";

/** Of one alone it is their own. */
export function groupAddress(addresses: readonly Address[]): Address {
  const [only, ...more] = [...new Set(addresses)].sort();
  if (only === undefined) throw new Error("a group of nobody");
  return more.length === 0 ? only : (`${prefix}${[only, ...more].join(",")}` as Address);
}

export function isGroupAddress(address: Address): boolean {
  return address.startsWith(prefix) && address.includes(",");
}

/** Those who text as it, in order. */
export function addressesOf(address: Address): readonly [Address, ...Address[]] {
  if (!isGroupAddress(address)) return [address];
  const [first = address, ...others] = address.slice(prefix.length).split(",") as Address[];
  return [first, ...others];
}
