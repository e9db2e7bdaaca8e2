/** Which of the CRM's contacts a number is: compared in E.164, however it is written there, and never guessed at. */
import type { E164 } from "./ids.ts";
import type { SeveralContacts } from "./log-policy.ts";
import { parseE164 } from "./phone.ts";

export interface MatchedContact {
  readonly id: string;
  readonly name: string;
  /** Every number that it has, as the CRM holds them. */
  readonly phones: readonly string[];
  readonly createdAt: number | null;
  readonly lastActivityAt: number | null;
}

/**
 * Those that have this number, each once. A form without a country's code is read as one of this country; a number with an extension
 * is another.
 */
export function matchContacts<C extends MatchedContact>(
  contacts: readonly C[],
  number: E164,
  country: string,
): C[] {
  const matches = contacts.filter(({ phones }) =>
    phones.some((phone) => (parseE164(phone) ?? parseE164(phone, country)) === number),
  );
  return [...new Map(matches.map((contact) => [contact.id, contact] as const)).values()];
}

/** Which of several it is by the policy; null where that does not tell, so that somebody has to. */
export function preferredContact<C extends MatchedContact>(
  contacts: readonly C[],
  policy: SeveralContacts,
): C | null {
  switch (policy) {
    case "ask":
      return null;
    case "most_recent":
      return firstOf(contacts, ({ lastActivityAt }) => lastActivityAt, byNumber(-1));
    case "earliest":
      return firstOf(contacts, ({ createdAt }) => createdAt, byNumber(1));
    case "first_by_name":
      return firstOf(contacts, ({ name }) => (name.trim() === "" ? null : name.trim()), byName);
  }
}

/** Null where one of them lacks what they are compared by, and where two are equal in it. */
function firstOf<C, Value>(
  contacts: readonly C[],
  told: (contact: C) => Value | null,
  compare: (one: Value, other: Value) => number,
): C | null {
  const known = contacts.flatMap((contact) => {
    const value = told(contact);
    return value === null ? [] : [{ contact, value }];
  });
  if (known.length < contacts.length) return null;
  const [first, second] = known.sort((one, other) => compare(one.value, other.value));
  if (first === undefined) return null;
  return second !== undefined && compare(first.value, second.value) === 0 ? null : first.contact;
}

const byNumber = (direction: 1 | -1) => (one: number, other: number) => direction * (one - other);

const names = new Intl.Collator("en", { sensitivity: "base" });
const byName = (one: string, other: string) => names.compare(one, other);
