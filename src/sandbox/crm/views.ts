import type { CrmUser, Deal, LogRecord, Person } from "./entities.ts";
import type { CrmContactView, CrmRecordView } from "./types/contacts.ts";

export function nameOf({ firstName, lastName }: Pick<Person, "firstName" | "lastName">): string {
  return [firstName, lastName].filter((word) => word !== "").join(" ");
}

export function viewPerson(person: Person): CrmContactView {
  const { id, company, type, email, phone, mobile, createdAt, lastActivityAt } = person;
  return {
    id,
    name: nameOf(person),
    company,
    type,
    email,
    phones: [phone, mobile].filter((number) => number !== null),
    createdAt: iso(createdAt),
    lastActivityAt: lastActivityAt === null ? null : iso(lastActivityAt),
  };
}

interface Named {
  readonly users: ReadonlyMap<string, CrmUser>;
  readonly deals: ReadonlyMap<string, Deal>;
}

/** @param kind what the vendor calls it */
export function viewRecord({ users, deals }: Named, kind: string, record: LogRecord): CrmRecordView {
  const { id, contact, subject, body, owner, linked, at, createdAt, changedAt, writes } = record;
  return {
    id,
    contact,
    kind,
    subject,
    body,
    owner: owner === null ? null : (users.get(owner)?.name ?? owner),
    linked: linked.map((deal) => deals.get(deal)?.name ?? deal),
    at: iso(at),
    createdAt: iso(createdAt),
    changedAt: iso(changedAt),
    writes,
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
