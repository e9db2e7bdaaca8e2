/** A contact as people read it: by the name that somebody gave it at the desk, else by the directory's, else by its address. */
import { contactName, type Directory, knownContact } from "./directory.ts";
import { addressesOf, isGroupAddress } from "./group-address.ts";
import type { Address, E164 } from "./ids.ts";
import { numberOf, senderLabel, senderName } from "./phone.ts";
import { insideName } from "./sender.ts";

export interface Contact {
  readonly address: Address;
  /** What somebody of the team called it at the desk; null where nobody did. */
  readonly givenName: string | null;
  /** Several people answer at it, so that no one name is theirs. */
  readonly shared: boolean;
}

/** Whom it may be shown as: several people are nobody by name. Whoever texts from the team itself, a member or one of its lines, is marked as such. */
export function nameOf(directory: Directory, contact: Contact): string | null {
  if (isGroupAddress(contact.address)) return contact.givenName ?? shortGroup(directory, contact.address);
  const name = contact.shared ? null : ownNameOf(directory, contact);
  const inside = insideName(directory, contact.address);
  return inside === null ? name : `${name ?? inside}, internal`;
}

/** So many of a group are named. */
const namedOfGroup = 2;

/** The first of them, and how many there are beside them. */
function shortGroup(directory: Directory, address: Address): string {
  const all = namesOfGroup(directory, address);
  if (all.length <= namedOfGroup + 1) return listed(all);
  return listed([...all.slice(0, namedOfGroup), `${all.length - namedOfGroup} others`]);
}

/** Everyone of a group, as the directory knows them. */
export function namesOfGroup(directory: Directory, address: Address): readonly string[] {
  return addressesOf(address).map((one) => labelOf(directory, oneOf(one)));
}

/** The same of some of them, in a sentence. */
export function namesOf(directory: Directory, addresses: readonly Address[]): string {
  return listed(addresses.map((one) => labelOf(directory, oneOf(one))));
}

function listed(all: readonly string[]): string {
  return all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}

/** One of a group, of whom only the number is at hand. */
function oneOf(address: Address): Contact {
  return { address, givenName: null, shared: false };
}

/**
 * What it was called, also where that is shown to nobody. What was typed at the desk leads: a directory that is applied again must not
 * take it back.
 */
export function ownNameOf(
  directory: Directory,
  { address, givenName }: Pick<Contact, "address" | "givenName">,
): string | null {
  // Of a thousand that somebody looks through, none is read as a number: what is none is nobody’s here.
  return givenName ?? contactName(directory, address as string as E164);
}

/** For whom it works: what somebody said at the desk leads here, too. */
export function companyOf(
  directory: Directory,
  { address, company }: Pick<Contact, "address"> & { readonly company: string | null },
): string | null {
  const number = numberOf(address);
  return company ?? (number && (knownContact(directory, number)?.company ?? null));
}

/** By name and last digits where it has a name, else by number. */
export function labelOf(directory: Directory, contact: Contact): string {
  return senderLabel(contact.address, nameOf(directory, contact));
}

/** As the author of what they wrote, which stands under their number. */
function authorOf(directory: Directory, contact: Contact): string {
  return senderName(contact.address, nameOf(directory, contact));
}

/** Who of it somebody is, where it is a group; else all of it. */
export function oneOfThem(directory: Directory, contact: Contact, address: Address): string {
  return labelOf(directory, isGroupAddress(contact.address) ? oneOf(address) : contact);
}

/** Who wrote a text: of a group, the one who did. @param text `sender`: their address, where it is not the contact's. */
export function authorOfText(
  directory: Directory,
  contact: Contact,
  { sender }: { readonly sender: string | null },
): string {
  const isOne = sender !== null && isGroupAddress(contact.address);
  return authorOf(directory, isOne ? oneOf(sender as Address) : contact);
}
