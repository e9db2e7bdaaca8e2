import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Address, LogReference } from "../../../src/domain/ids.ts";
import { contactOf, digestOf, entryOf } from "../entry-of.ts";
import { createMemoryKeeping, type MemoryKeeping } from "../memory-keeping.ts";
import { createSalesforceFake, type FakeRow, refusal, type SalesforceFake } from "./salesforce-fake.ts";
import { type SalesforceGiven, salesforceWith } from "./salesforce-with.ts";

let fake: SalesforceFake;
let maria: FakeRow;
/** One and the same house: a start of it uses no token up. */
let kept: MemoryKeeping;
const crm = (given: SalesforceGiven = {}) => salesforceWith(fake.url, { keeping: kept.keeping, ...given });
const withKey = { variables: { SALESFORCE_EXTERNAL_ID: "Threadline_Key__c" } };
const entry = (change: Parameters<typeof entryOf>[1] = {}) => entryOf(contactOf(maria.Id), change);
const written = () =>
  fake.requests
    .filter(({ path, method }) => path.includes("/sobjects/") && method !== "GET")
    .map(({ method, path, json }) => ({ method, path: decodeURIComponent(path), json }));
const referenceIn = (outcome: object) => ("reference" in outcome ? outcome.reference : "") as LogReference;

beforeEach(async () => {
  fake = await createSalesforceFake();
  kept = createMemoryKeeping();
  maria = fake.add("Contact", { Name: "Maria Lopez", Phone: "(202) 555-0143" });
});
afterEach(() => fake.stop());

describe("a record in Salesforce", () => {
  it("is a completed task of the day on which it began, by the clock of its owner", async () => {
    const ana = fake.add("User", { Name: "Ana" });
    const deal = fake.add("Opportunity", { Name: "Wedding", IsClosed: false });
    const digest = digestOf({ day: null, startedAt: Date.parse("2026-03-03T02:00:00Z") });
    await crm().writeLog(entry({ owner: ana.Id, associations: { related: deal.Id }, digest }), null);
    expect(written()).toEqual([
      {
        method: "POST",
        path: "/services/data/v62.0/sobjects/Task",
        json: {
          Subject: "SMS with Maria Lopez",
          Description: "Are you open today?\n[threadline day:conversation-1:2026-03-02/1]",
          Status: "Completed",
          ActivityDate: "2026-03-02",
          WhoId: maria.Id,
          WhatId: deal.Id,
          OwnerId: ana.Id,
        },
      },
    ]);
  });

  it("is written under its key where the company has a field for it, and holds no mark then", async () => {
    fake.customFields.push({ name: "Threadline_Key__c", externalId: true, length: 255 });
    await crm(withKey).writeLog(entry({ part: 2 }), null);
    expect(written()).toMatchObject([
      {
        method: "PATCH",
        path: "/services/data/v62.0/sobjects/Task/Threadline_Key__c/day:conversation-1:2026-03-02:2",
        json: { Description: "Are you open today?" },
      },
    ]);
    expect(crm(withKey).findLog).toBeUndefined();
  });

  it("is written anew by its own id, also where there is a key, so that what was deleted stays deleted", async () => {
    fake.customFields.push({ name: "Threadline_Key__c", externalId: true, length: 255 });
    const reference = referenceIn(await crm(withKey).writeLog(entry(), null));
    for (const row of fake.rows) row.isDeleted ||= row.type === "Task";
    expect(await crm(withKey).writeLog(entry(), reference)).toMatchObject({ why: "record_gone" });
    expect(fake.rows.filter(({ type }) => type === "Task")).toHaveLength(1);
  });

  it("leaves what a person set on it, and follows somebody who was merged", async () => {
    const reference = referenceIn(await crm().writeLog(entry(), null));
    maria.isDeleted = true;
    expect(await crm().writeLog(entry({ body: "And more" }), reference)).toMatchObject({ kind: "written" });
    expect(Object.keys(written()[1]?.json as object)).toEqual(["Subject", "Description"]);
  });

  it("moves to somebody else, unless they are gone", async () => {
    const pedro = fake.add("Contact", { Name: "Pedro" });
    const one = crm();
    const reference = referenceIn(await one.writeLog(entry(), null));
    const moved = await one.writeLog(entryOf(contactOf(pedro.Id)), reference);
    expect(moved).toMatchObject({ kind: "written", reference: reference.replace(maria.Id, pedro.Id) });
    pedro.isDeleted = true;
    expect(await one.writeLog(entryOf(contactOf(pedro.Id)), reference)).toMatchObject({
      why: "contact_gone",
    });
  });

  it("is not written on whoever never was there", async () => {
    expect(await crm().writeLog(entryOf(contactOf("003NOBODY")), null)).toMatchObject({
      why: "contact_gone",
    });
  });

  it.each(["Opportunity", "Case"] as const)(
    "tells what it belongs to, and is gone (%s), from its person, whether it was to be made or stands",
    async (type) => {
      const related = fake.add(type, { Name: "Wedding" });
      const associations = { related: related.Id };
      const one = crm();
      const reference = referenceIn(await one.writeLog(entry({ associations }), null));
      related.isDeleted = true;
      const gone = {
        kind: "association_gone",
        kinds: ["related"],
        sentence: `The ${type.toLowerCase()} is not in Salesforce any more, or the app’s user does not see it: choose what it belongs to.`,
      };
      expect(await one.writeLog(entry({ part: 2, associations }), null)).toEqual(gone);
      expect(await one.writeLog(entry({ body: "More", associations }), reference)).toEqual(gone);
      expect(await one.writeLog(entry({ body: "More" }), reference)).toMatchObject({ kind: "written" });
      const other = fake.add(type, { Name: "Anniversary" });
      maria.isDeleted = true;
      const onOther = entry({ part: 3, associations: { related: other.Id } });
      expect(await one.writeLog(onOther, null)).toMatchObject({ why: "contact_gone" });
    },
  );

  it("is refused where two have its key", async () => {
    fake.customFields.push({ name: "Threadline_Key__c", externalId: true, length: 255 });
    fake.next({ status: 300, body: ["/a", "/b"] }, ({ method }) => method === "PATCH");
    expect(await crm(withKey).writeLog(entry(), null)).toMatchObject({
      why: "invalid",
      sentence: expect.stringContaining("two tasks"),
    });
  });

  it("comes again where somebody else holds the account", async () => {
    fake.next(refusal(400, "UNABLE_TO_LOCK_ROW"), ({ path }) => path.includes("/Task"));
    expect(await crm().writeLog(entry(), null)).toMatchObject({ kind: "later" });
  });

  it("is linked where people see it", async () => {
    const outcome = await crm().writeLog(entry(), null);
    const task = fake.rows.find(({ type }) => type === "Task")?.Id;
    expect(outcome).toMatchObject({ url: `${fake.url}/lightning/r/Task/${task}/view` });
  });

  it("is found behind many newer ones, over pages", async () => {
    const one = crm();
    await one.writeLog(entry(), null);
    for (let i = 0; i < 5; i += 1) fake.add("Task", { WhoId: maria.Id, Description: "Another" });
    fake.pageSize = 2;
    expect(await one.findLog?.(entry().key, 1, contactOf(maria.Id))).toMatchObject({ kind: "found" });
  });
});

describe("the day's requests in Salesforce", () => {
  it("are not asked for when they are spent", async () => {
    const one = crm();
    await one.listUsers?.();
    fake.next(refusal(403, "REQUEST_LIMIT_EXCEEDED"));
    expect(await one.writeLog(entry(), null)).toMatchObject({ kind: "later", afterMs: expect.any(Number) });
    const before = fake.requests.length;
    await expect(one.findContacts({ name: "Maria" })).rejects.toMatchObject({ failure: { retryable: true } });
    expect(fake.requests).toHaveLength(before);
  });
});

describe("finding people in Salesforce", () => {
  it.each([
    ["+442079460958", "020 7946 0958"],
    ["+442079460958", "+44 20 7946 0958"],
    ["+442079460958", "02079460958"],
    ["+442079460958", "+442079460958"],
    ["+12025550143", "2025550143"],
    ["+12025550143", "1-202-555-0143"],
    ["+12025550143", "202.555.0143"],
  ])("finds %s typed as %s", async (number, typed) => {
    const { Id } = fake.add("Contact", { Name: "Ben Otto", MobilePhone: typed });
    const { contacts } = await crm().findContacts({ phone: number as Address });
    expect(contacts).toContainEqual(expect.objectContaining({ id: Id, phones: [typed] }));
  });

  it("finds leads with their company, unless they became contacts", async () => {
    fake.add("Lead", { Name: "Lea Lead", Company: "Otto Ltd", IsConverted: false, Phone: "202 555 0199" });
    fake.add("Lead", { Name: "Lea Lead", IsConverted: true, Phone: "202 555 0199" });
    const { contacts } = await crm().findContacts({ phone: "+12025550199" as Address });
    expect(contacts).toMatchObject([{ name: "Lea Lead", type: "Lead", company: "Otto Ltd" }]);
  });

  it("finds them also where the user may not see every field, or leads", async () => {
    fake.next(refusal(400, "INVALID_FIELD"), ({ path }) => path.endsWith("/search/"));
    fake.next(refusal(400, "INVALID_TYPE"), ({ path }) => path.endsWith("/search/"));
    const { contacts } = await crm().findContacts({ phone: "+12025550143" as Address });
    expect(contacts).toMatchObject([{ id: maria.Id, company: null }]);
  });

  it("tells when somebody came, and was last heard of", async () => {
    const times = { CreatedDate: "2025-01-31T10:00:00.000+0000", LastActivityDate: "2026-02-01" };
    fake.add("Contact", { Name: "Dora Date", ...times });
    expect((await crm().findContacts({ name: "dora" })).contacts).toMatchObject([
      { createdAt: Date.parse("2025-01-31T10:00:00Z"), lastActivityAt: Date.parse("2026-02-01") },
    ]);
  });

  it("takes operators and signs in a name for letters", async () => {
    for (const name of ["And Or Not", "O'Neil-Smith (Jr.)", 'Bo "the" {Bear}*'])
      fake.add("Contact", { Name: name });
    for (const name of ["and or not", "o'neil-smith (jr", 'bo "the" {bear}'])
      expect((await crm().findContacts({ name })).contacts, name).toHaveLength(1);
  });

  it("does not ask for what it does not search for", async () => {
    for (const name of ["", " a ", "*?", "'"])
      expect((await crm().findContacts({ name })).contacts).toEqual([]);
    expect((await crm().findContacts({ phone: "Bank" as Address })).contacts).toEqual([]);
    expect(fake.requests).toEqual([]);
  });
});

describe("a new person in Salesforce", () => {
  it.each([
    ["Maria Luisa Lopez", { FirstName: "Maria Luisa", LastName: "Lopez" }],
    ["Cher", { LastName: "Cher" }],
    ["SMS (202) 555-0143", { LastName: "SMS (202) 555-0143" }],
  ])("%s is named by its parts", async (name, parts) => {
    await crm().createContact({ phone: "+12025550143" as Address, name, type: null });
    expect(written().at(-1)?.json).toEqual({ ...parts, MobilePhone: "+12025550143" });
  });

  it("is a lead without a company where it has to be a lead", async () => {
    const lead = { phone: "+12025550143" as Address, name: "Lea Lead", type: "Lead" };
    expect(await crm().createContact(lead)).toMatchObject({ contact: { type: "Lead" } });
    expect(written().at(-1)).toMatchObject({ json: { Company: "[not provided]" } });
  });

  it("is not made where Salesforce thinks that it has them", async () => {
    fake.next(refusal(400, "DUPLICATES_DETECTED"), ({ path }) => path.endsWith("/Contact"));
    const person = { phone: "+12025550143" as Address, name: "Maria Lopez", type: null };
    expect(await crm().createContact(person)).toMatchObject({
      kind: "rejected",
      sentence: expect.stringContaining("somebody like this already"),
    });
  });
});

describe("what a task may be related to", () => {
  it("is an open opportunity or case of the contact or its account", async () => {
    const contact = fake.add("Contact", { Name: "Pedro", AccountId: "001-A" });
    fake.add("Opportunity", { Name: "Wedding", AccountId: "001-A", IsClosed: false });
    fake.add("Opportunity", { Name: "Lost", AccountId: "001-A", IsClosed: true });
    fake.add("Case", {
      CaseNumber: "00001042",
      Subject: "Broken vase",
      ContactId: contact.Id,
      IsClosed: false,
    });
    const related = (await crm().listAssociations?.(contactOf(contact.Id))) ?? [];
    expect(related.map(({ kind, name }) => [kind, name])).toEqual([
      ["related", "Opportunity Wedding"],
      ["related", "Case 00001042 Broken vase"],
    ]);
  });

  it("is what somebody without an account has a part in", async () => {
    const { Id } = fake.add("Opportunity", { Name: "Wedding", IsClosed: false });
    fake.add("Opportunity", { Name: "Another", IsClosed: false });
    fake.add("OpportunityContactRole", { ContactId: maria.Id, OpportunityId: Id });
    expect(await crm().listAssociations?.(contactOf(maria.Id))).toMatchObject([{ id: Id }]);
  });

  it("is nothing for a lead, and no case where cases may not be seen", async () => {
    expect(await crm().listAssociations?.(contactOf("00Q1", { type: "Lead" }))).toEqual([]);
    fake.hidden.add("Case");
    expect(await crm().listAssociations?.(contactOf(maria.Id))).toEqual([]);
  });
});

describe("verifying Salesforce", () => {
  const problemsOf = async (given: SalesforceGiven = {}) =>
    (await crm(given).verify()).filter(({ level }) => level !== "ok");

  it("says which version of its API to take", async () => {
    const variables = { SALESFORCE_API_VERSION: "70" };
    expect(await problemsOf({ variables })).toMatchObject([
      { name: "Salesforce: API version", remedy: expect.stringContaining("68.0") },
    ]);
  });

  it("says what is wrong with the field for our key", async () => {
    expect(await problemsOf(withKey)).toMatchObject([
      { sentence: expect.stringContaining("no field Threadline_Key__c") },
    ]);
    fake.customFields.push({ name: "Threadline_Key__c", externalId: false, length: 255 });
    expect(await problemsOf(withKey)).toMatchObject([
      { sentence: expect.stringContaining("can’t hold our key") },
    ]);
  });

  it("says that tasks can't be written or completed, and that requests run out", async () => {
    fake.hidden.add("Task");
    fake.requestsLeft = 500;
    expect((await problemsOf()).map(({ name }) => name)).toEqual([
      "Salesforce: tasks",
      "Salesforce: daily requests",
    ]);
    fake.hidden.delete("Task");
    fake.statuses.pop();
    expect((await problemsOf()).map(({ name }) => name)).toContain("Salesforce: task status");
  });
});
