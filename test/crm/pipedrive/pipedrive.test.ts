import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Address, CrmContactId, LogReference } from "../../../src/domain/ids.ts";
import { contactOf, entryOf } from "../entry-of.ts";
import { createPipedriveFake, type PipedriveFake, personOf, refusal } from "./pipedrive-fake.ts";
import { pipedriveWith } from "./pipedrive-with.ts";

const phone = "+12025550143" as Address;
const maria = contactOf("12");

let fake: PipedriveFake;
const crm = () => pipedriveWith(fake.url);
const asked = (method: string) => fake.requests.filter((request) => request.method === method);

beforeEach(async () => {
  fake = await createPipedriveFake();
  fake.persons.push(personOf(12, { phones: [phone] }), personOf(13, { name: "Pedro", phones: [phone] }));
});
afterEach(() => fake.stop());

describe("a record in Pipedrive", () => {
  it("is a done activity of the SMS kind, at the time in UTC at which it began", async () => {
    fake.users.push({ id: 7, name: "Ana", email: "ana@flowers.example", active: true });
    await crm().writeLog(
      entryOf(maria, { body: "<p>Hi</p>", owner: "7", associations: { deal: "55" } }),
      null,
    );
    expect(asked("POST").map(({ path, json }) => [path, json])).toEqual([
      [
        "/api/v2/activities",
        {
          subject: "SMS with Maria Lopez",
          note: "<p>Hi</p><p>[threadline day:conversation-1:2026-03-02/1]</p>",
          type: "sms",
          done: true,
          due_date: "2026-03-02",
          due_time: "23:30",
          owner_id: 7,
          deal_id: 55,
          participants: [{ person_id: 12, primary: true }],
        },
      ],
    ]);
  });

  it("is linked in the company's own address, whatever that of its API is", async () => {
    const outcome = await crm().writeLog(entryOf(maria), null);
    expect(outcome).toMatchObject({
      kind: "written",
      url: expect.stringMatching(/^http:.*\/activities\/\d+$/),
    });
  });

  it("keeps those who were added to it by hand, until it moves to somebody else", async () => {
    const outcome = await crm().writeLog(entryOf(maria), null);
    const reference = (outcome.kind === "written" ? outcome.reference : "") as LogReference;
    await crm().writeLog(entryOf(maria), reference);
    const moved = await crm().writeLog(entryOf(contactOf("13")), reference);
    expect(moved).toMatchObject({ kind: "written", reference: reference.replace("/12", "/13") });
    expect(asked("PATCH").map(({ json }) => (json as { participants?: unknown }).participants)).toEqual([
      undefined,
      [{ person_id: 13, primary: true }],
    ]);
  });

  it("is gone also while it lies among what was deleted lately", async () => {
    const outcome = await crm().writeLog(entryOf(maria), null);
    for (const activity of fake.activities) activity.isDeleted = true;
    const reference = (outcome.kind === "written" ? outcome.reference : "") as LogReference;
    expect(await crm().writeLog(entryOf(maria), reference)).toMatchObject({ why: "record_gone" });
    expect(await crm().findLog?.(entryOf(maria).key, 1, maria)).toEqual({ kind: "absent" });
  });

  it("is not written on somebody who is not there at all", async () => {
    expect(await crm().writeLog(entryOf(contactOf("999")), null)).toMatchObject({ why: "contact_gone" });
  });

  it("tells that its deal is gone from that its person is, whether it was to be made or stands", async () => {
    const gone = {
      kind: "association_gone",
      kinds: ["deal"],
      sentence: "The deal is not in Pipedrive any more: choose what it belongs to.",
    };
    const deleted = { id: 55, title: "Wedding", personId: 12, status: "deleted" };
    fake.deals.push(deleted);
    const associations = { deal: "55" };
    expect(await crm().writeLog(entryOf(maria, { associations }), null)).toEqual(gone);
    expect(asked("POST")).toEqual([]);
    const made = await crm().writeLog(entryOf(maria), null);
    const reference = (made.kind === "written" ? made.reference : "") as LogReference;
    fake.deals.length = 0;
    const refuses = () => fake.next(refusal(400, "ERR_BAD_REQUEST"), ({ method }) => method !== "GET");
    refuses();
    expect(await crm().writeLog(entryOf(maria, { associations, part: 2 }), null)).toEqual(gone);
    refuses();
    expect(await crm().writeLog(entryOf(maria, { associations }), reference)).toEqual(gone);
    fake.deals.push({ ...deleted, status: "open" });
    refuses();
    expect(await crm().writeLog(entryOf(maria, { associations }), reference)).toMatchObject({
      why: "invalid",
    });
  });

  it("is written where the token may not read people", async () => {
    fake.forbidden.add("persons");
    expect(await crm().writeLog(entryOf(maria), null)).toMatchObject({ kind: "written" });
  });

  it("is refused while its kind is not there", async () => {
    fake.types.length = 0;
    expect(await crm().writeLog(entryOf(maria), null)).toEqual({
      kind: "rejected",
      why: "invalid",
      sentence: "Pipedrive did not take the activity (ERR_BAD_REQUEST).",
    });
  });
});

describe("finding people in Pipedrive", () => {
  it("tells when each of several came, and was last heard of", async () => {
    fake.persons.push(
      personOf(14, { phones: ["202.555.0143"], lastActivity: 500, addTime: "2024-05-01T08:00:00Z" }),
    );
    const fields = { due_date: "2026-02-01", due_time: "09:30" };
    fake.activities.push({ id: 500, fields, isDeleted: false });
    const { contacts } = await crm().findContacts({ phone });
    expect(contacts.map(({ id, createdAt, lastActivityAt }) => [id, createdAt, lastActivityAt])).toEqual([
      ["12", Date.parse("2025-01-31T10:00:00Z"), null],
      ["13", Date.parse("2025-01-31T10:00:00Z"), null],
      ["14", Date.parse("2024-05-01T08:00:00Z"), Date.parse("2026-02-01T09:30:00Z")],
    ]);
  });

  it("finds them also where the rest may not be seen", async () => {
    fake.next({ status: 403, body: { success: false } }, ({ path }) => path === "/api/v2/persons");
    expect((await crm().findContacts({ phone })).contacts.map(({ id }) => id)).toEqual(["12", "13"]);
  });

  it("says that there are more than it was told of", async () => {
    fake.pageSize = 1;
    expect(await crm().findContacts({ phone })).toMatchObject({ contacts: [{ id: "12" }], more: true });
  });

  it("does not ask for what Pipedrive does not search for", async () => {
    expect((await crm().findContacts({ name: " a " })).contacts).toEqual([]);
    expect((await crm().findContacts({ phone: "Bank" as Address })).contacts).toEqual([]);
    expect(fake.requests).toEqual([]);
  });
});

describe("what Pipedrive allows", () => {
  it.each([
    ["its day's budget is spent", 429, { "x-daily-ratelimit-token-remaining": "0", "retry-after": "3" }],
    ["its firewall keeps us out", 403, {}],
  ])("is waited for, for long, when %s", async (_when, status, headers) => {
    const one = crm();
    fake.next({ status, headers, body: "<html>no</html>" }, ({ method }) => method === "POST");
    expect(await one.writeLog(entryOf(maria), null)).toMatchObject({ kind: "later" });
    const before = fake.requests.length;
    expect(await one.writeLog(entryOf(maria), null)).toMatchObject({
      kind: "later",
      afterMs: expect.any(Number),
    });
    await expect(one.findContacts({ phone })).rejects.toMatchObject({ failure: { retryable: true } });
    expect(fake.requests).toHaveLength(before);
  });

  it("is kept to before it is overstepped", async () => {
    const one = crm();
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "60" };
    fake.next({ status: 200, headers, body: { success: true, data: [] } });
    await one.listUsers?.();
    await expect(one.listUsers?.()).rejects.toMatchObject({ failure: { retryAfterMs: expect.any(Number) } });
    expect(fake.requests).toHaveLength(1);
  });
});

describe("what belongs to people in Pipedrive", () => {
  it("is a person's open deals", async () => {
    fake.deals.push(
      { id: 1, title: "Wedding", personId: 12, status: "open" },
      { id: 2, title: "Lost", personId: 12, status: "lost" },
      { id: 3, title: "Pedro's", personId: 13, status: "open" },
    );
    expect(await crm().listAssociations?.(maria)).toEqual([
      { kind: "deal", kindName: "Deal", id: "1", name: "Wedding" },
    ]);
  });

  it("is owned by those who are active", async () => {
    fake.users.push(
      { id: 7, name: "Ana", email: "Ana@Flowers.example", active: true },
      { id: 8, name: "Ben", email: "ben@flowers.example", active: false },
    );
    expect(await crm().listUsers?.()).toEqual([{ id: "7", name: "Ana", email: "ana@flowers.example" }]);
  });
});

describe("verifying Pipedrive", () => {
  it("says what to do where there is no activity type for SMS", async () => {
    fake.types.splice(1, 1, { key: "text_message", name: "Text message", active: true });
    const finding = (await crm().verify()).find(({ name }) => name === "Pipedrive: activity type");
    expect(finding).toMatchObject({ level: "problem", sentence: expect.stringContaining("the key sms") });
    expect(finding?.remedy).toContain("PIPEDRIVE_ACTIVITY_TYPE");
    expect(finding?.remedy).toContain("text_message");
  });

  it("says what the token's user may not see", async () => {
    fake.forbidden.add("activities");
    const problems = (await crm().verify()).filter(({ level }) => level !== "ok");
    expect(problems.map(({ name }) => name)).toEqual(["Pipedrive: activities"]);
  });

  it("says that the budget is spent", async () => {
    fake.next({ status: 429 });
    expect(await crm().verify()).toMatchObject([
      { level: "problem", sentence: expect.stringContaining("plan") },
    ]);
  });
});

it("reads the address of either of its versions", async () => {
  for (const path of ["", "/v1", "/api/v2", "/api/v1"]) {
    await pipedriveWith(fake.url + path).findContacts({ phone });
  }
  expect(new Set(fake.requests.map(({ path }) => path))).toContain("/api/v2/persons/search");
  expect(fake.requests.filter(({ path }) => path === "/api/v2/persons/search")).toHaveLength(4);
});

it("hands contacts on by an id of its own", async () => {
  const { contacts } = await crm().findContacts({ name: "Pedro" });
  expect(contacts.map(({ id }) => id)).toEqual(["13" as CrmContactId]);
});
