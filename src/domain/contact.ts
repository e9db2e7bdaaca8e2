/** A contact as people read it: by the name that somebody gave it at the desk, else by the directory's, else by its address. */
import { contactName, type Directory } from "./directory.ts";
import type { Address } from "./ids.ts";
import { numberOf, senderLabel, senderName } from "./phone.ts";

export interface Contact {
  readonly address: Address;
  /** What somebody of the team called it at the desk; null where nobody did. */
  readonly givenName: string | null;
}

/** What was typed at the desk leads: a directory that is applied again must not take it back. */
export function nameOf(directory: Directory, { address, givenName }: Contact): string | null {
  const number = numberOf(address);
  return givenName ?? (number && contactName(directory, number));
}

/** By name and last digits where it has a name, else by number. */
export function labelOf(directory: Directory, contact: Contact): string {
  return senderLabel(contact.address, nameOf(directory, contact));
}

/** As the author of what they wrote, which stands under their number. */
export function authorOf(directory: Directory, contact: Contact): string {
  return senderName(contact.address, nameOf(directory, contact));
}
