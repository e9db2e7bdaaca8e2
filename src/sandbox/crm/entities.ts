/** What stands in a CRM, whoever the vendor is. Times are milliseconds since 1970. */

export interface Person {
  readonly id: string;
  firstName: string;
  lastName: string;
  company: string | null;
  phone: string | null;
  mobile: string | null;
  email: string | null;
  type: string | null;
  /** What else the CRM was told of it. */
  more: Readonly<Record<string, string>>;
  readonly createdAt: number;
  changedAt: number;
  lastActivityAt: number | null;
  /** Searches show it from then on. */
  readonly shownAt: number;
  /** Gone; with the one that it was merged into, where it was. */
  gone: { readonly into: string | null } | null;
}

export interface LogRecord {
  readonly id: string;
  contact: string | null;
  subject: string;
  body: string;
  owner: string | null;
  linked: readonly string[];
  at: number;
  more: Readonly<Record<string, string>>;
  readonly createdAt: number;
  changedAt: number;
  readonly shownAt: number;
  writes: number;
  gone: boolean;
}

export interface Deal {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly contact: string;
  readonly closed: boolean;
}

export interface CrmUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
}

export type NewPerson = Pick<
  Person,
  "firstName" | "lastName" | "company" | "phone" | "mobile" | "email" | "type"
> &
  Partial<Pick<Person, "id" | "createdAt" | "lastActivityAt" | "more">>;

export type NewRecord = Pick<LogRecord, "contact" | "subject" | "body" | "owner" | "linked" | "at" | "more">;

export function personFrom(given: NewPerson, id: string, now: number, lagMs: number): Person {
  const { firstName, lastName, company, phone, mobile, email, type } = given;
  return {
    ...{ id, firstName, lastName, company, phone, mobile, email, type },
    more: given.more ?? {},
    createdAt: given.createdAt ?? now,
    changedAt: now,
    lastActivityAt: given.lastActivityAt ?? null,
    shownAt: now + lagMs,
    gone: null,
  };
}

export function recordFrom(given: NewRecord, id: string, now: number, lagMs: number): LogRecord {
  return { ...given, id, createdAt: now, changedAt: now, shownAt: now + lagMs, writes: 1, gone: false };
}
