/** A CRM that knows every number and takes every record, unless it was told otherwise. */
import type {
  Association,
  CreateOutcome,
  Crm,
  CrmCapabilities,
  CrmContact,
  CrmUser,
  FindLogOutcome,
  LogEntry,
  WriteOutcome,
} from "../../src/bridge/contracts/crm.ts";
import type { Address, CrmContactId, LogReference } from "../../src/domain/ids.ts";

export interface ScriptedCrm {
  readonly crm: Crm;
  readonly capabilities: { -readonly [Name in keyof CrmCapabilities]: CrmCapabilities[Name] };
  /** By number: those that it finds; one of this number where nothing is said. */
  readonly contacts: Map<Address, readonly CrmContact[]>;
  /** Found by any name. */
  readonly named: CrmContact[];
  /** Everything that it was given to write, in order. */
  readonly writes: { readonly log: LogEntry; readonly existing: LogReference | null }[];
  /** What stands in it, by reference. */
  readonly logs: Map<LogReference, LogEntry>;
  /** Answers for the writes to come; done when there is none. A function is called in the middle of the write. */
  readonly answers: (WriteOutcome | (() => Promise<WriteOutcome>))[];
  readonly createAnswers: CreateOutcome[];
  readonly created: CrmContact[];
  /** What it finds in a contact's own list; absent when there is nothing. */
  readonly found: FindLogOutcome[];
  readonly associations: Association[];
  readonly users: CrmUser[];
  /** While set, it can't be asked. */
  silent: boolean;
}

export function scriptedContact(id: string, name: string, more: Partial<CrmContact> = {}): CrmContact {
  return {
    id: id as CrmContactId,
    name,
    type: null,
    company: null,
    phones: [],
    createdAt: null,
    lastActivityAt: null,
    ...more,
  };
}

export function createScriptedCrm(): ScriptedCrm {
  const capabilities: ScriptedCrm["capabilities"] = {
    form: "text",
    maxBody: 65_000,
    contactTypes: [{ value: "contact", name: "Contact" }],
    createsContacts: true,
    searchesNames: true,
    everyNumberKnown: false,
  };
  const refuseIfSilent = () => {
    if (scripted.silent) throw new Error("no answer");
  };

  const crm: Crm = {
    name: "scripted",
    title: "Scripted CRM",
    capabilities,
    async findContacts(by) {
      refuseIfSilent();
      if ("name" in by) return { contacts: scripted.named, more: false };
      const known = scripted.contacts.get(by.phone);
      const anyone = [scriptedContact(`contact of ${by.phone}`, "Somebody", { phones: [by.phone] })];
      return { contacts: known ?? anyone, more: false };
    },
    async createContact({ phone, name, type }) {
      const answer = scripted.createAnswers.shift();
      if (answer !== undefined) return answer;
      const contact = scriptedContact(`new ${scripted.created.length + 1}`, name, { type, phones: [phone] });
      scripted.created.push(contact);
      scripted.contacts.set(phone, [...(scripted.contacts.get(phone) ?? []), contact]);
      return { kind: "created", contact };
    },
    async writeLog(log, existing) {
      scripted.writes.push({ log, existing });
      const answer = scripted.answers.shift();
      if (answer !== undefined) return typeof answer === "function" ? await answer() : answer;
      const reference = existing ?? (`log ${scripted.logs.size + 1}` as LogReference);
      scripted.logs.set(reference, log);
      return { kind: "written", reference, url: `https://crm.example.com/${reference}` };
    },
    async findLog() {
      refuseIfSilent();
      return scripted.found.shift() ?? { kind: "absent" };
    },
    async listAssociations() {
      refuseIfSilent();
      return scripted.associations;
    },
    async listUsers() {
      refuseIfSilent();
      return scripted.users;
    },
    verify: async () => [],
  };
  const scripted: ScriptedCrm = {
    crm,
    capabilities,
    contacts: new Map(),
    named: [],
    writes: [],
    logs: new Map(),
    answers: [],
    createAnswers: [],
    created: [],
    found: [],
    associations: [],
    users: [],
    silent: false,
  };
  return scripted;
}
