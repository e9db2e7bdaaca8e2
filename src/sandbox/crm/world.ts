/** What a CRM holds: people, what is logged on them, their deals, and who works there. Every vendor draws it in its own way. */
import { type Access, createAccess } from "./access.ts";
import {
  type CrmUser,
  type Deal,
  type LogRecord,
  type NewPerson,
  type NewRecord,
  type Person,
  personFrom,
  recordFrom,
} from "./entities.ts";
import type { CrmEvent } from "./types/control.ts";
import { viewPerson, viewRecord } from "./views.ts";

export interface CrmWorld {
  readonly people: ReadonlyMap<string, Person>;
  readonly records: ReadonlyMap<string, LogRecord>;
  readonly deals: Map<string, Deal>;
  readonly users: Map<string, CrmUser>;
  readonly access: Access;
  lagMs: number;
  now(): number;
  newId(prefix?: string): string;
  /** The one that stands, also by the id of one that was merged into it. */
  person(id: string): Person | null;
  record(id: string): LogRecord | null;
  addPerson(given: NewPerson, lagMs: number): Person;
  changePerson(person: Person, change: Partial<NewPerson>): void;
  removePerson(person: Person, into: Person | null): void;
  addRecord(given: NewRecord, lagMs: number): LogRecord;
  changeRecord(record: LogRecord, change: Partial<NewRecord>): void;
  removeRecord(record: LogRecord): void;
  /** Whom searches show by now. */
  shownPeople(): Person[];
  /** What lists show of a contact by now. */
  shownRecords(contact: string): LogRecord[];
  /** Of whoever was merged into it as well. */
  dealsOf(contact: string): Deal[];
}

export interface CrmWorldSettings {
  /** What the vendor calls a record. */
  readonly kind: string;
  readonly now: () => number;
  readonly lagMs: number;
  /** An id as the vendor gives them out. */
  readonly newId: (count: number, prefix: string) => string;
  readonly emit: (event: CrmEvent) => void;
}

export function createCrmWorld({ kind, now, lagMs, newId, emit }: CrmWorldSettings): CrmWorld {
  const people = new Map<string, Person>();
  const records = new Map<string, LogRecord>();
  let count = 0;

  const tellPerson = (person: Person) => emit({ type: "contact", contact: viewPerson(person) });
  const tellRecord = (record: LogRecord) => emit({ type: "record", record: viewRecord(world, kind, record) });
  const ofContact = (id: string) => [...records.values()].filter((one) => one.contact === id && !one.gone);

  const world: CrmWorld = {
    people,
    records,
    deals: new Map(),
    users: new Map(),
    access: createAccess(),
    lagMs,
    now,
    newId(prefix = "") {
      count += 1;
      return newId(count, prefix);
    },
    person(id) {
      const found = people.get(id);
      if (found?.gone == null) return found ?? null;
      return found.gone.into === null ? null : world.person(found.gone.into);
    },
    record(id) {
      const found = records.get(id);
      return found === undefined || found.gone ? null : found;
    },
    addPerson(given, lag) {
      const person = personFrom(
        given,
        given.id ?? world.newId(given.type === "Lead" ? "lead" : "contact"),
        now(),
        lag,
      );
      people.set(person.id, person);
      tellPerson(person);
      return person;
    },
    changePerson(person, change) {
      Object.assign(person, change, { changedAt: now() });
      tellPerson(person);
    },
    removePerson(person, into) {
      person.gone = { into: into?.id ?? null };
      emit({ type: "contact_gone", id: person.id });
      for (const record of ofContact(person.id)) {
        record.contact = into?.id ?? null;
        tellRecord(record);
      }
    },
    addRecord(given, lag) {
      const record = recordFrom(given, world.newId("record"), now(), lag);
      records.set(record.id, record);
      const person = record.contact === null ? null : people.get(record.contact);
      if (person) world.changePerson(person, { lastActivityAt: now() });
      tellRecord(record);
      return record;
    },
    changeRecord(record, change) {
      Object.assign(record, change, { changedAt: now(), writes: record.writes + 1 });
      tellRecord(record);
    },
    removeRecord(record) {
      record.gone = true;
      emit({ type: "record_gone", id: record.id });
    },
    shownPeople: () => [...people.values()].filter((one) => one.gone === null && one.shownAt <= now()),
    shownRecords: (contact) => ofContact(contact).filter(({ shownAt }) => shownAt <= now()),
    dealsOf: (contact) =>
      [...world.deals.values()].filter((deal) => world.person(deal.contact)?.id === contact),
  };
  return world;
}
