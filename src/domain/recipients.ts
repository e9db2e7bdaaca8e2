/** Whom people mean by what they type as recipients: numbers, contacts, usernames, extensions of members and groups. */
import { atAGlance } from "./at-a-glance.ts";
import { type Contact, ownNameOf } from "./contact.ts";
import { type Directory, type Group, lineByNumber, type Member } from "./directory.ts";
import { shorten } from "./directory-fields.ts";
import type { Address, E164, Username } from "./ids.ts";
import { nearest } from "./nearest.ts";
import { formatPhone, numberOf } from "./phone.ts";
import { emergencyProblem, looksLikeNumber, notANumber, readRecipientNumber } from "./recipient-number.ts";

export type Recipient =
  | { readonly kind: "outside"; readonly number: E164 }
  | { readonly kind: "member"; readonly username: Username };

/** What nobody can be texted by: `typed` as it was, and what is wrong with it, in a sentence. */
export interface RecipientMistake {
  readonly typed: string;
  readonly sentence: string;
}

export interface Recipients {
  /** Each person once, in the order in which they were named first. */
  readonly people: readonly Recipient[];
  readonly mistakes: readonly RecipientMistake[];
}

export interface RecipientWorld {
  readonly directory: Directory;
  /** Two letters; numbers without a country's code are of it. */
  readonly country: string;
  /** Whom names may mean, beside those whom the directory names. */
  readonly contacts?: readonly Contact[];
}

/** The same person, however often and however called, is one recipient; groups of the team are their members, one by one. */
export function readRecipients(typed: readonly string[], world: RecipientWorld): Recipients {
  const read = typed
    .filter((text) => text.trim() !== "")
    .map((text) => ({ typed: text.trim(), ...readRecipient(text, world) }));
  return {
    people: merged(
      read.flatMap(({ people }) => people ?? []),
      world.directory,
    ),
    mistakes: read.flatMap(({ typed: wrong, problem }) =>
      problem === undefined ? [] : [{ typed: wrong, sentence: problem }],
    ),
  };
}

type Read =
  | { readonly people: readonly Recipient[]; readonly problem?: undefined }
  | { readonly people?: undefined; readonly problem: string };

function readRecipient(typed: string, world: RecipientWorld): Read {
  const { directory } = world;
  const text = bare(typed);
  const ours = calledInTheTeam(text, directory);
  if (ours !== null) return ours;
  if (!looksLikeNumber(text)) return byName(text, world);
  const problem = emergencyProblem(text) ?? unknownExtension(text, directory);
  if (problem !== null) return { problem };
  const number = readRecipientNumber(text, world.country);
  return "number" in number ? outside(number.number, directory) : number;
}

/** As it reads without what Slack and people put around a number or a name. */
function bare(typed: string): string {
  const visible = typed.replace(/[\p{Cc}\p{Cf}]/gu, "").trim();
  const [, linked] = /^<(?:tel:)?([^|>]*)(?:\|[^>]*)?>$/i.exec(visible) ?? [];
  return (linked ?? visible).trim().replace(/^@/, "");
}

function calledInTheTeam(text: string, directory: Directory): Read | null {
  const called = text.toLowerCase();
  const group = directory.groups.find(
    ({ extension, name }) => extension === called || name.toLowerCase() === called,
  );
  if (group !== undefined) return ofGroup(group, directory);
  const member = memberCalled(called, directory);
  return member === null ? null : { people: [asRecipient(member)] };
}

function memberCalled(called: string, { members }: Directory): Member | null {
  return (
    members.find(({ username, extension }) => username === called || extension === called) ??
    members.find(({ name }) => name?.toLowerCase() === called) ??
    null
  );
}

function ofGroup(group: Group, { members }: Directory): Read {
  const people = members.filter(({ username }) => group.members.includes(username)).map(asRecipient);
  return people.length > 0 ? { people } : { problem: `The group ${group.name} has no members.` };
}

const asRecipient = ({ username }: Member): Recipient => ({ kind: "member", username });

function outside(number: E164, directory: Directory): Read {
  const line = lineByNumber(directory, number);
  if (line === null) return { people: [{ kind: "outside", number }] };
  return { problem: `${formatPhone(number)} is our own line ${line.name}. Write to a person instead.` };
}

/** Digits that nobody has, where ours are as long: rather a slip than a short code. */
function unknownExtension(text: string, { members, groups }: Directory): string | null {
  const extensions = [...members, ...groups].flatMap(({ extension }) => extension ?? []);
  if (!/^\d+$/.test(text) || !extensions.some(({ length }) => length === text.length)) return null;
  const meant = nearest(text, extensions);
  if (meant === null) return `No extension is ${text}.`;
  const owner =
    members.find(({ extension }) => extension === meant)?.username ??
    groups.find(({ extension }) => extension === meant)?.name;
  return `No extension is ${text}. Did you mean ${meant} (${owner})?`;
}

function byName(text: string, { directory, contacts = [] }: RecipientWorld): Read {
  const looked = atAGlance(text);
  const known = new Map<Address, string>();
  for (const { number, name } of directory.contacts) known.set(number as string as Address, name);
  for (const contact of contacts) {
    const name = ownNameOf(directory, contact);
    if (name !== null) known.set(contact.address, name);
  }
  const found = [...known].filter(([, name]) => atAGlance(name) === looked).map(([address]) => address);
  const [first, ...others] = found;
  if (first === undefined && /\d{5}/.test(text)) return { problem: notANumber(shorten(text)) };
  if (first === undefined) return { problem: nobody(text, directory, [...known.values()]) };
  if (others.length > 0) {
    const numbers = found.slice(0, 4).map(formatPhone).join(", ");
    return { problem: `${found.length} contacts are called ${shorten(text)}: ${numbers}. Write the number.` };
  }
  const number = numberOf(first);
  return number === null
    ? { problem: `${shorten(text)} has no number that can be texted.` }
    : outside(number, directory);
}

function nobody(text: string, { members, groups }: Directory, names: readonly string[]): string {
  const usernames = members.map(({ username }) => username);
  const meant = nearest(text, [...usernames, ...groups.map(({ name }) => name), ...names]);
  const hint = meant === null ? "Write a number, a username or an extension." : `Did you mean ${meant}?`;
  return `Nobody is called ${shorten(text)}. ${hint}`;
}

/** A member's own phone is the member, where they are named as well. */
export function merged(people: readonly Recipient[], { members }: Directory): readonly Recipient[] {
  const named = new Set(people.flatMap((one) => (one.kind === "member" ? [one.username] : [])));
  const keyOf = (one: Recipient): string => {
    if (one.kind === "member") return one.username;
    const owner = members.find(({ mobile }) => mobile === one.number);
    return owner !== undefined && named.has(owner.username) ? owner.username : one.number;
  };
  const byKey = new Map<string, Recipient>();
  for (const one of people) {
    const before = byKey.get(keyOf(one));
    if (before === undefined || before.kind === "outside") byKey.set(keyOf(one), one);
  }
  return [...byKey.values()];
}
