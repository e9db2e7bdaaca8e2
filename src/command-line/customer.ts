/** Whom the commands about one customer are about, as somebody typed it, and what is said where there is nothing of them. */
import type { Store } from "../bridge/contracts/store/store.ts";
import { nameOf } from "../domain/contact.ts";
import { AppError } from "../domain/errors.ts";
import { addressesOf, groupAddress, isGroupAddress } from "../domain/group-address.ts";
import type { Address } from "../domain/ids.ts";
import { formatPhone, isShortCode, numberOf, parseAddress, parseE164 } from "../domain/phone.ts";
import { inert } from "./inert.ts";

/** Of a group, all of its numbers, with commas between, or as it is stored. @throws AppError where it can't be anybody. */
export function customerOf(typed: string): Address {
  const address = groupOf(typed.trim()) ?? parseAddress(typed);
  if (address !== null) return address;
  throw new AppError("refused", noNumber);
}

/** The name of a sender may hold a comma, too. */
function groupOf(typed: string): Address | null {
  const isStored = isGroupAddress(typed as Address);
  const all = isStored ? addressesOf(typed as Address) : typed.split(",");
  const members = all.flatMap((one) => {
    const address = parseAddress(one);
    return address !== null && (isStored || numberOf(address) !== null) ? [address] : [];
  });
  return all.length < 2 || members.length < all.length ? null : groupAddress(members);
}

/** Said of what can't be anybody, and of what nobody is here. */
const noNumber = `That is no number. ${withItsCode("Write it")}`;

function withItsCode(what: string): string {
  return `${what} with its country code, such as +15550199001.`;
}

/** A number, a short code, or a group of them. What else stands somewhere is a sender's name, or a slip. */
export function isNumbers(address: Address): boolean {
  return addressesOf(address).every((one) => numberOf(one) !== null || isShortCode(one));
}

/** As people read it: with its name where it has one. */
export async function calledOf(store: Store, address: Address): Promise<string> {
  const name = await store.read(async (tx) => {
    const { givenName = null, shared = false } = (await tx.contacts.find(address)) ?? {};
    return nameOf(await tx.directories.current(), { address, givenName, shared });
  });
  const shown = formatPhone(address);
  return inert(name === null ? shown : `${name}, ${shown}`);
}

/** Said of what is no number as it was typed. Numbers are stored with their country code: a national one may have been meant. */
export function meantBy(address: Address): string {
  const meant = parseE164(address, "US");
  return meant === null ? noNumber : `Did you mean ${meant}?`;
}

/** Where nothing is stored of them. */
export function nothingOf(address: Address): string {
  const nothing = `Nothing is stored of ${formatPhone(address)}.`;
  if (isShortCode(address))
    return `${nothing} If no short code was meant, ${withItsCode("write the number")}`;
  return isNumbers(address) ? nothing : `${nothing} ${meantBy(address)}`;
}
