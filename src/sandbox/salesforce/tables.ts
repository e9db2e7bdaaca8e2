/** What stands in the org, as rows that can be asked for: each field that is known, null where it is empty. */
import type { Deal, Person } from "../crm/entities.ts";
import { nameOf } from "../crm/views.ts";
import type { CrmWorld } from "../crm/world.ts";
import { idOf } from "./answers.ts";

export type Row = Readonly<Record<string, string | boolean | null>>;

export interface Table {
  readonly rows: readonly Row[];
  readonly fields: readonly string[];
  /** Long texts can't be looked for. */
  readonly unfilterable: readonly string[];
}

/** Null: there is no such table. */
export function tableOf(world: CrmWorld, name: string): Table | null {
  switch (name.toLowerCase()) {
    case "contact":
    case "lead":
      return table(people(world, name.toLowerCase() === "lead"), personFields);
    case "task":
      return table(tasks(world), taskFields, ["Description"]);
    case "user":
      return table(users(world), ["Id", "Name", "Email", "IsActive", "UserType", "Username"]);
    case "opportunity":
      return table(deals(world, "opportunity"), dealFields);
    case "case":
      return table(deals(world, "case"), [...dealFields, "CaseNumber", "Subject", "ContactId"]);
    case "opportunitycontactrole":
      return table(
        deals(world, "opportunity").map(({ Id, ContactId }) => ({
          OpportunityId: Id ?? null,
          ContactId: ContactId ?? null,
        })),
        ["OpportunityId", "ContactId"],
      );
    default:
      return null;
  }
}

function table(rows: readonly Row[], fields: readonly string[], unfilterable: readonly string[] = []): Table {
  return { rows, fields, unfilterable };
}

const personFields = [
  ...["Id", "Name", "FirstName", "LastName", "Phone", "MobilePhone", "HomePhone", "OtherPhone", "Email"],
  ...["AccountId", "Account.Name", "Company", "IsConverted", "CreatedDate", "LastActivityDate"],
];
const taskFields = [
  ...["Id", "Subject", "Description", "WhoId", "WhatId", "OwnerId", "Status", "Priority", "ActivityDate"],
  ...["CreatedDate", "LastModifiedDate", "IsClosed", "Threadline_Key__c"],
];
const dealFields = ["Id", "Name", "IsClosed", "AccountId", "LastModifiedDate"];

export function isLead({ type }: Pick<Person, "type">): boolean {
  return type === "Lead";
}

function people(world: CrmWorld, leads: boolean): Row[] {
  return [...world.people.values()]
    .filter((person) => person.gone === null && isLead(person) === leads)
    .map((person) => personRow(world, person));
}

export function personRow(world: CrmWorld, person: Person): Row {
  const { id, firstName, lastName, phone, mobile, email, company, createdAt, lastActivityAt } = person;
  return {
    Id: id,
    Name: nameOf(person),
    FirstName: firstName,
    LastName: lastName,
    Phone: phone,
    MobilePhone: mobile,
    HomePhone: null,
    OtherPhone: null,
    Email: email,
    ...(isLead(person)
      ? { Company: company, IsConverted: false }
      : { AccountId: accountOf(world, company), "Account.Name": company }),
    CreatedDate: stamp(createdAt),
    LastActivityDate: lastActivityAt === null ? null : new Date(lastActivityAt).toISOString().slice(0, 10),
  };
}

/** Whoever works for the same company has the same account. */
function accountOf(world: CrmWorld, company: string | null): string | null {
  const companies = [...new Set([...world.people.values()].map((person) => person.company))];
  return company === null ? null : idOf("001", companies.indexOf(company) + 1);
}

function tasks(world: CrmWorld): Row[] {
  return [...world.records.values()]
    .filter((record) => !record.gone)
    .map(({ id, subject, body, contact, linked, owner, more, createdAt, changedAt }) => ({
      Id: id,
      Subject: subject,
      Description: body,
      WhoId: contact,
      WhatId: linked[0] ?? null,
      OwnerId: owner,
      Status: more.Status ?? null,
      Priority: more.Priority ?? "Normal",
      ActivityDate: more.ActivityDate ?? null,
      Threadline_Key__c: more.Threadline_Key__c ?? null,
      IsClosed: more.Status === "Completed",
      CreatedDate: stamp(createdAt),
      LastModifiedDate: stamp(changedAt),
    }));
}

function users(world: CrmWorld): Row[] {
  return [...world.users.values()].map(({ id, name, email, active }) => ({
    Id: id,
    Name: name,
    Email: email,
    Username: email,
    IsActive: active,
    UserType: "Standard",
  }));
}

function deals(world: CrmWorld, kind: string): Row[] {
  return [...world.deals.values()]
    .filter((deal) => deal.kind === kind)
    .map((deal, index) => dealRow(world, deal, index));
}

function dealRow(world: CrmWorld, { id, name, contact, closed }: Deal, index: number): Row {
  return {
    Id: id,
    Name: name,
    Subject: name,
    CaseNumber: String(index + 1001).padStart(8, "0"),
    IsClosed: closed,
    ContactId: contact,
    AccountId: accountOf(world, world.person(contact)?.company ?? null),
    LastModifiedDate: stamp(world.now()),
  };
}

/** `2026-01-31T10:00:00.000+0000` */
function stamp(at: number): string {
  return new Date(at).toISOString().replace("Z", "+0000");
}
