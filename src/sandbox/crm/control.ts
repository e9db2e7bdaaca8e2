import type { Log } from "../log.ts";
import type { LogRecord, NewPerson, Person } from "./entities.ts";
import type { CrmMisbehaviours } from "./misbehaviours.ts";
import type { CrmContactSpec } from "./types/contacts.ts";
import type { CrmCallView, CrmControl, CrmEvent } from "./types/control.ts";
import type { CrmVendorDefinition } from "./vendor.ts";
import { viewPerson, viewRecord } from "./views.ts";
import type { CrmWorld } from "./world.ts";

export interface CrmControlSettings {
  readonly url: string;
  readonly definition: CrmVendorDefinition;
  readonly world: CrmWorld;
  readonly misbehaviours: CrmMisbehaviours;
  readonly log: Log<CrmCallView>;
  readonly listeners: Set<(event: CrmEvent) => void>;
  readonly isDown: () => boolean;
  readonly setDown: (on: boolean) => void;
}

export function createCrmControl(settings: CrmControlSettings): CrmControl {
  const { world, misbehaviours, listeners, definition } = settings;
  const contacts = () => [...world.people.values()].filter(({ gone }) => gone === null).map(viewPerson);
  const records = (contact?: string) =>
    [...world.records.values()]
      .filter((record) => !record.gone && (contact === undefined || record.contact === contact))
      .map((record) => viewRecord(world, definition.kind, record));
  return {
    putContact: (spec) => viewPerson(put(world, spec)),
    deleteContact: (id) => world.removePerson(personIn(world, id), null),
    mergeContacts(into, from) {
      const [kept, gone] = [personIn(world, into), personIn(world, from)];
      if (kept === gone) throw new Error("A contact can't be merged into itself.");
      world.removePerson(gone, kept);
    },
    contacts,
    records,
    editRecord: (id, body) => world.changeRecord(recordIn(world, id), { body }),
    deleteRecord: (id) => world.removeRecord(recordIn(world, id)),
    addDeal(spec) {
      const id = spec.id ?? world.newId(spec.kind);
      const { kind, name, closed = false } = spec;
      world.deals.set(id, { id, kind, name, contact: personIn(world, spec.contact).id, closed });
      return id;
    },
    addUser({ id = world.newId("user"), name, email, active = true }) {
      world.users.set(id, { id, name, email, active });
      return id;
    },
    lag(ms) {
      world.lagMs = ms;
    },
    misbehave: misbehaviours.add,
    down: settings.setDown,
    revoke(on) {
      world.access.revoked = on;
    },
    expire() {
      world.access.epoch += 1;
    },
    forbid: (call, on) => void (on ? world.access.forbidden.add(call) : world.access.forbidden.delete(call)),
    clearMisbehaviour: misbehaviours.clear,
    release: misbehaviours.release,
    calls: settings.log.entries,
    state: () => ({
      url: settings.url,
      name: definition.name,
      title: definition.title,
      form: definition.form,
      down: settings.isDown(),
      held: misbehaviours.held,
      contacts: contacts(),
      records: records(),
    }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function put(world: CrmWorld, spec: CrmContactSpec): Person {
  const [firstName = "", ...rest] = spec.name.trim().split(/\s+/);
  const { id, company = null, phone = null, mobile = null, email = null, type = null } = spec;
  const said = { firstName, lastName: rest.join(" "), company, phone, mobile, email, type };
  const times: Partial<NewPerson> = {
    ...(spec.createdAt === undefined ? {} : { createdAt: Date.parse(spec.createdAt) }),
    ...(spec.lastActivityAt === undefined ? {} : { lastActivityAt: Date.parse(spec.lastActivityAt) }),
  };
  const known = id === undefined ? null : world.person(id);
  if (known === null) return world.addPerson({ ...said, ...times, ...(id === undefined ? {} : { id }) }, 0);
  world.changePerson(known, { ...said, ...times });
  return known;
}

function personIn(world: CrmWorld, id: string): Person {
  const found = world.person(id);
  if (found === null) throw new Error(`There is no contact ${id}.`);
  return found;
}

function recordIn(world: CrmWorld, id: string): LogRecord {
  const found = world.record(id);
  if (found === null) throw new Error(`There is no record ${id}.`);
  return found;
}
