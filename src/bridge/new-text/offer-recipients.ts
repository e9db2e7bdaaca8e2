/** Whom a text may go to, by what somebody types: contacts by name or digits, colleagues, groups, and the number itself. */

import { nameOf } from "../../domain/contact.ts";
import type { Directory, Group, Member } from "../../domain/directory.ts";
import { isGroupAddress } from "../../domain/group-address.ts";
import type { E164, SlackUserId } from "../../domain/ids.ts";
import { canReceive, formatPhone, numberOf, parseE164 } from "../../domain/phone.ts";
import { fitsAnOption, typedParts } from "../../domain/recipient.ts";
import { looksLikeNumber } from "../../domain/recipient-number.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import type { FoundContact } from "../contracts/store/contacts.ts";
import {
  countryFor,
  groupLabel,
  memberLabel,
  type RecipientOption,
  recipientOption,
} from "./new-text-form.ts";

export interface OfferedRecipients {
  readonly heading: string;
  readonly options: readonly RecipientOption[];
}

/** Of each kind; more are found by typing on. */
const mostOffered = 50;

/** Nothing to who is not in the directory. Asked for at each letter: the same few questions, however many contacts there are. */
export async function offerRecipients(
  ctx: Context,
  { user, typed }: { readonly user: SlackUserId; readonly typed: string },
): Promise<readonly OfferedRecipients[]> {
  return await ctx.store.read(async (tx) => {
    const people = await tx.directories.people();
    const { directory } = people;
    const member = memberOf(people, user);
    if (member === null) return [];
    const words = typed.trim().toLowerCase();
    const found = words === "" ? [] : await tx.contacts.search(words, mostOffered);
    const number = parseE164(typed, countryFor(directory, member));
    const others = found.filter(
      ({ address }) =>
        canReceive(address) && !isGroupAddress(address) && address !== (number as string | null),
    );
    return [
      { heading: "Number", options: numberOptions(directory, typed, number, found) },
      { heading: "Contacts", options: others.map((contact) => contactOption(directory, contact)) },
      { heading: "Team", options: colleagues(directory, member, words) },
      { heading: "Groups", options: groups(directory, words) },
    ].map(({ heading, options }) => ({ heading, options: options.slice(0, mostOffered) }));
  });
}

/** What can't be a number is offered as well, since only what is chosen can be answered in words. */
function numberOptions(
  directory: Directory,
  typed: string,
  number: E164 | null,
  found: readonly FoundContact[],
): RecipientOption[] {
  if (number !== null) {
    const known = found.find(({ address }) => address === (number as string));
    return [
      known === undefined
        ? recipientOption(directory, { kind: "number", number })
        : contactOption(directory, known),
    ];
  }
  const digits = typed.trim();
  const parts = typedParts(digits);
  const areNumbers = digits.length >= fewestDigits && parts.length > 0 && parts.every(looksLikeNumber);
  if (!areNumbers || found.length > 0 || isExtension(directory, digits)) return [];
  const whole = { kind: "typed", typed: digits } as const;
  // More than an option holds is offered one by one: none is lost, nor cut into another number.
  const each = fitsAnOption(whole) ? [whole] : parts.map((typed) => ({ kind: "typed", typed }) as const);
  return each.map((chosen) => recipientOption(directory, chosen));
}

/** Not before it could be meant as a whole one. */
const fewestDigits = 3;

function isExtension(directory: Directory, digits: string): boolean {
  return [...directory.members, ...directory.groups].some(({ extension }) => extension === digits);
}

/** With the whole number: two people may have one name, and nothing else tells them apart here. */
function contactOption(directory: Directory, contact: FoundContact): RecipientOption {
  const number = numberOf(contact.address);
  const name = nameOf(directory, contact);
  const { value } = recipientOption(directory, { kind: "number", number: number as E164 });
  const shown = formatPhone(contact.address);
  return { value, label: name === null ? shown : `${name.slice(0, 45)}, ${shown}` };
}

function colleagues({ members }: Directory, self: Member, words: string): RecipientOption[] {
  return members
    .filter(({ username }) => username !== self.username)
    .filter((member) => fits(memberLabel(member), words))
    .map((member) => ({ value: `member:${member.username}`, label: memberLabel(member) }));
}

function groups(directory: Directory, words: string): RecipientOption[] {
  return directory.groups
    .filter((group: Group) => fits(`${group.name} ${group.extension}`, words))
    .map((group) => ({ value: `group:${group.extension}`, label: groupLabel(directory, group) }));
}

function fits(name: string, words: string): boolean {
  return name.toLowerCase().includes(words);
}
