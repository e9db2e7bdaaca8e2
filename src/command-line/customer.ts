/** Whom `export` and `erase` are about, as somebody typed it. */
import type { Store } from "../bridge/contracts/store/store.ts";
import { nameOf } from "../domain/contact.ts";
import { AppError } from "../domain/errors.ts";
import type { Address } from "../domain/ids.ts";
import { formatPhone, numberOf, parseAddress, parseE164 } from "../domain/phone.ts";

/** @throws AppError where it can't be anybody. */
export function customerOf(typed: string): Address {
  const address = parseAddress(typed);
  if (address !== null) return address;
  throw new AppError("refused", noNumber);
}

/** Said of what can't be anybody, and of what nobody is here. */
export const noNumber = "That is no number. Write it with its country code, such as +15550199001.";

/** As people read it: with its name where it has one. */
export async function calledOf(store: Store, address: Address): Promise<string> {
  const name = await store.read(async (tx) => {
    const { givenName = null, shared = false } = (await tx.contacts.find(address)) ?? {};
    return nameOf(await tx.directories.current(), { address, givenName, shared });
  });
  const shown = formatPhone(address);
  return name === null ? shown : `${name}, ${shown}`;
}

/** Numbers are stored with their country code: a national one may have been meant. What is neither may be a short code's or a name's, or a slip. */
export function nothingOf(address: Address): string {
  const nothing = `Nothing is stored of ${formatPhone(address)}.`;
  if (numberOf(address) !== null) return nothing;
  const meant = parseE164(address, "US");
  return `${nothing} ${meant === null ? noNumber : `Did you mean ${meant}?`}`;
}
