/** What HubSpot in particular is asked, as its documents say it (addresses in ../README.md). */
import { Agent } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Crm, CrmContact, LogEntry } from "../../../src/bridge/contracts/crm.ts";
import { createHubspotCrm } from "../../../src/crm/hubspot/hubspot-crm.ts";
import type { Digest } from "../../../src/domain/digest.ts";
import type { Address, CrmContactId, LogReference, RecordKey } from "../../../src/domain/ids.ts";
import { createCall } from "../../../src/lib/call.ts";
import { createFakeHubspot, error, type FakeHubspot, token } from "./fake-hubspot.ts";

const call = createCall(new Agent());
const phone = "+12025550143" as Address;
const contact: CrmContact = {
  id: "7" as CrmContactId,
  name: "Maria Lopez",
  type: null,
  company: null,
  phones: [phone],
  createdAt: null,
  lastActivityAt: null,
};
const digest = { startedAt: Date.parse("2026-03-02T12:00:00Z") } as Digest;
const log = (change: Partial<LogEntry> = {}): LogEntry => ({
  key: "day:c1:2026-03-02" as RecordKey,
  part: 1,
  parts: 1,
  contact,
  subject: "SMS with Maria <b>",
  body: "<p>Hello</p>",
  digest,
  owner: "41",
  associations: {},
  ...change,
});

let fake: FakeHubspot;
let crm: Crm;

beforeEach(async () => {
  fake = await createFakeHubspot();
  fake.contacts.set("7", { id: "7", properties: { firstname: "Maria", lastname: "Lopez", phone } });
  crm = createHubspotCrm({ accessToken: token, apiUrl: fake.http.url, call, now: Date.now });
});
afterEach(() => fake.http.stop());

const asked = (path: string) => fake.http.requests.filter((request) => request.path.endsWith(path));
const write = async (entry: LogEntry, existing: LogReference | null = null) => {
  const outcome = await crm.writeLog(entry, existing);
  if (outcome.kind !== "written") throw new Error(JSON.stringify(outcome));
  return outcome;
};

describe("a log in HubSpot", () => {
  it("is a communication of the channel SMS on its contact, by one POST", async () => {
    await write(log({ associations: { deal: "900", ticket: "901", company: "902", campaign: "903" } }));
    const [request, ...others] = asked("/communications");
    expect(others).toEqual([]);
    expect(request).toMatchObject({ method: "POST", headers: { authorization: `Bearer ${token}` } });
    const types = (associationTypeId: number) => [
      { associationCategory: "HUBSPOT_DEFINED", associationTypeId },
    ];
    expect(request?.json).toEqual({
      properties: {
        hs_communication_channel_type: "SMS",
        hs_communication_logged_from: "CRM",
        hs_timestamp: "2026-03-02T12:00:00.000Z",
        hs_communication_body:
          "<p><strong>SMS with Maria &lt;b&gt;</strong></p>\n<p>Hello</p>\n<p>[threadline day:c1:2026-03-02/1]</p>",
        hubspot_owner_id: "41",
      },
      associations: [
        { to: { id: "900" }, types: types(85) },
        { to: { id: "901" }, types: types(83) },
        { to: { id: "902" }, types: types(87) },
        { to: { id: "7" }, types: types(81) },
      ],
    });
  });

  it("is written anew by one PATCH", async () => {
    const { reference } = await write(log());
    await write(log({ body: "<p>More</p>", owner: null }), reference);
    const [request, ...others] = asked(`/communications/${reference}`);
    expect(others).toEqual([]);
    expect(request?.method).toBe("PATCH");
    const { properties } = (request?.json ?? {}) as { properties?: Record<string, string> };
    expect(Object.keys(properties ?? {})).toEqual(["hs_timestamp", "hs_communication_body"]);
  });

  it("comes to stand on a deal that was chosen later, by a call that is made once", async () => {
    let { reference } = await write(log());
    for (const body of ["<p>a</p>", "<p>b</p>"])
      ({ reference } = await write(log({ body, associations: { deal: "900" } }), reference));
    const [id = ""] = fake.communications.keys();
    const path = `/crm/v4/objects/communications/${id}/associations/default/deal/900`;
    expect(asked(path).map(({ method }) => method)).toEqual(["PUT"]);
    expect(fake.communications.get(id)?.standsOn).toEqual({ contact: ["7"], deal: ["900"] });
  });

  it("leaves the deal that it stood on for another one, also after a restart, and what others put it on stays", async () => {
    const made = await write(log({ associations: { deal: "900", ticket: "901" } }));
    const [record] = fake.communications.values();
    record?.standsOn.deal?.push("by hand");
    const associations = { deal: "910", ticket: "901" };
    const other = createHubspotCrm({ accessToken: token, apiUrl: fake.http.url, call, now: Date.now });
    const moved = await other.writeLog(log({ associations }), made.reference);
    if (moved.kind !== "written") throw new Error(moved.kind);
    expect(record?.standsOn).toEqual({ contact: ["7"], deal: ["by hand", "910"], ticket: ["901"] });
    // None of them is an answer, too; and what is done is not done again.
    const none = await write(log({ associations: { ticket: "901" } }), moved.reference);
    await write(log({ body: "<p>More</p>", associations: { ticket: "901" } }), none.reference);
    expect(record?.standsOn).toEqual({ contact: ["7"], deal: ["by hand"], ticket: ["901"] });
    const paths = fake.http.requests.flatMap(({ method, path }) =>
      method === "DELETE" || method === "PUT" ? [`${method} ${path.split("/associations/")[1]}`] : [],
    );
    expect(paths).toEqual(["DELETE deal/900", "PUT default/deal/910", "DELETE deal/910"]);
  });

  it("says that the deal is gone, whether it was to be made or stands", async () => {
    const goneDeal = {
      kind: "association_gone",
      kinds: ["deal"],
      sentence: "The deal is not in HubSpot any more: choose what it belongs to.",
    };
    const { reference } = await write(log());
    fake.gone.add("900");
    const associations = { deal: "900", ticket: "901" };
    expect(await crm.writeLog(log({ part: 2, associations }), null)).toEqual(goneDeal);
    expect(fake.communications.size).toBe(1);
    expect(await crm.writeLog(log({ body: "<p>More</p>", associations }), reference)).toEqual(goneDeal);
    await write(log({ body: "<p>More</p>", associations: { ticket: "901" } }), reference);
    const [record] = fake.communications.values();
    expect(record?.properties.hs_communication_body).toContain("More");
    expect(record?.standsOn.deal).toBeUndefined();
  });

  it("stands although its deal is not to be seen, and comes again while HubSpot is busy", async () => {
    const { reference } = await write(log());
    const path = `/crm/v4/objects/communications/${reference}/associations/default/deal/900`;
    fake.instead.set(path, error(429, "RATE_LIMITS"));
    const again = log({ associations: { deal: "900" } });
    expect((await crm.writeLog(again, reference)).kind).toBe("later");
    fake.instead.set(path, error(403, "MISSING_SCOPES"));
    fake.instead.set("/crm/v3/objects/deals/900", error(403, "MISSING_SCOPES"));
    expect((await crm.writeLog(again, reference)).kind).toBe("written");
    const there = await write(log({ associations: { deal: "910" } }), reference);
    fake.instead.set(
      `/crm/v4/objects/communications/${reference}/associations/deal/910`,
      error(429, "RATE_LIMITS"),
    );
    expect((await crm.writeLog(log(), there.reference)).kind).toBe("later");
  });

  it("is linked where HubSpot says which account it is, which it is asked once", async () => {
    const first = await write(log());
    expect(first.url).toBe(
      `https://app-eu1.hubspot.com/contacts/62515/record/0-1/7?engagement=${first.reference}`,
    );
    await write(log({ part: 2 }));
    expect(asked("/account-info/v3/details")).toHaveLength(1);
  });

  it("says so when its contact was merged with another, by whose number it is found anew", async () => {
    fake.http.next(error(400, "VALIDATION_ERROR"));
    fake.instead.set("/crm/v3/objects/contacts/7", { status: 200, body: { id: "8", properties: {} } });
    expect(await crm.writeLog(log(), null)).toMatchObject({ kind: "rejected", why: "contact_gone" });
  });

  it("is refused in words that name the scope that is missing", async () => {
    const errors = [{ message: "no", context: { requiredGranularScopes: ["crm.objects.contacts.write"] } }];
    fake.http.next(error(403, "MISSING_SCOPES", { errors }));
    expect(await crm.writeLog(log(), null)).toEqual({
      kind: "rejected",
      why: "forbidden",
      sentence:
        "HubSpot’s token lacks a scope (crm.objects.contacts.write). An administrator can add it to the private app.",
    });
  });

  it("is refused in words that name what HubSpot does not like, and no more of what it says", async () => {
    const context = { propertyName: ["hubspot_owner_id"] };
    const errors = [{ message: "41 of (202) 555-0143", code: "INVALID_OWNER_ID", context }];
    fake.http.next(error(400, "VALIDATION_ERROR", { errors }));
    expect(await crm.writeLog(log(), null)).toEqual({
      kind: "rejected",
      why: "invalid",
      sentence: "HubSpot did not take the record (VALIDATION_ERROR). It does not like hubspot_owner_id.",
    });
  });

  it("waits longer when the day's limit is met", async () => {
    fake.http.next(error(429, "RATE_LIMITS", { policyName: "DAILY" }));
    expect(await crm.writeLog(log(), null)).toEqual({
      kind: "later",
      afterMs: 15 * 60_000,
      reason: "HTTP 429 (RATE_LIMITS)",
    });
  });
});

describe("contacts in HubSpot", () => {
  it("are looked for by the digits that it keeps for that, and as they may have been typed", async () => {
    await crm.findContacts({ phone });
    const [request] = asked("/search");
    const { filterGroups = [], limit } = (request?.json ?? {}) as {
      filterGroups?: { filters: object[] }[];
      limit?: number;
    };
    expect(limit).toBe(100);
    expect(filterGroups.length).toBeLessThanOrEqual(5);
    expect(filterGroups.flatMap(({ filters }) => filters)).toEqual([
      { propertyName: "hs_searchable_calculated_phone_number", operator: "EQ", value: "2025550143" },
      { propertyName: "hs_searchable_calculated_mobile_number", operator: "EQ", value: "2025550143" },
      { propertyName: "phone", operator: "EQ", value: phone },
      { propertyName: "mobilephone", operator: "EQ", value: phone },
      { propertyName: "phone", operator: "EQ", value: "(202) 555-0143" },
    ]);
  });

  it.each(["72345", "DHL"])("are not looked for by what is no number: %s", async (sender) => {
    expect(await crm.findContacts({ phone: sender as Address })).toEqual({ contacts: [], more: false });
    expect(fake.http.requests).toEqual([]);
  });

  it("says that there are more", async () => {
    for (let id = 1000; id < 1150; id += 1)
      fake.contacts.set(String(id), { id: String(id), properties: { firstname: "Maria", phone } });
    const { contacts, more } = await crm.findContacts({ name: "Maria" });
    expect([contacts.length, more]).toEqual([100, true]);
  });

  it("are asked for no more than five times a second", async () => {
    const begun = performance.now();
    await Promise.all(Array.from({ length: 7 }, () => crm.findContacts({ phone })));
    expect(performance.now() - begun).toBeGreaterThan(1000);
    expect(asked("/search")).toHaveLength(7);
  });

  it("are made with their name in two and their number", async () => {
    await crm.createContact({ phone, name: "Maria del Carmen", type: null });
    expect(asked("/contacts")[0]?.json).toEqual({
      properties: { firstname: "Maria", lastname: "del Carmen", phone },
    });
  });

  it("have open deals and tickets, and one company", async () => {
    const add = (type: string, id: string, properties: Record<string, string>, label?: string) =>
      fake.others.set(`${type}/${id}`, { id, properties, contact: "7", ...(label && { label }) });
    add("deals", "1", { dealname: "Roof", hs_is_closed: "false" });
    add("deals", "2", { dealname: "Old roof", hs_is_closed: "true" });
    add("tickets", "3", { subject: "Leak" });
    add("tickets", "4", { subject: "Old leak", closed_date: "2026-01-01T00:00:00Z" });
    add("companies", "5", { name: "Lopez Ltd" }, "Primary");
    add("companies", "6", { name: "Otto Ltd" });
    expect(await crm.listAssociations?.(contact)).toEqual([
      { kind: "deal", kindName: "Deal", id: "1", name: "Roof" },
      { kind: "ticket", kindName: "Ticket", id: "3", name: "Leak" },
      { kind: "company", kindName: "Company", id: "5", name: "Lopez Ltd" },
    ]);
  });
});

describe("a HubSpot that answers nothing else", () => {
  beforeEach(() => {
    const nothing = { status: 404, body: "<html>Not found</html>" };
    fake.instead.set("/account-info/v3/details", nothing);
    fake.instead.set("/crm/v3/owners", error(403, "MISSING_SCOPES"));
    fake.instead.set("/oauth/v2/private-apps/get/access-token-info", nothing);
    for (const type of ["communications", "deals", "tickets", "companies"])
      fake.instead.set(`/crm/v4/objects/contacts/7/associations/${type}`, error(403, "MISSING_SCOPES"));
  });

  it("takes logs without a link", async () => {
    expect((await write(log())).url).toBeNull();
  });

  it("has no owners, no deals, and settles nothing", async () => {
    expect(await crm.listUsers?.()).toEqual([]);
    expect(await crm.listAssociations?.(contact)).toEqual([]);
    expect(await crm.findLog?.(log().key, 1, contact)).toEqual({ kind: "absent" });
  });

  it("is no problem, and says what owners need", async () => {
    const findings = await crm.verify();
    expect(findings.map(({ name, level }) => [name, level])).toEqual([
      ["HubSpot: connection", "ok"],
      ["HubSpot: token", "ok"],
      ["HubSpot: owners", "warning"],
    ]);
  });
});

describe("verifying HubSpot", () => {
  it("names the scopes that the token lacks", async () => {
    fake.instead.set("/oauth/v2/private-apps/get/access-token-info", {
      status: 200,
      body: { scopes: ["crm.objects.contacts.read"] },
    });
    expect((await crm.verify()).find(({ level }) => level === "problem")).toMatchObject({
      name: "HubSpot: scopes",
      sentence: "The token lacks crm.objects.contacts.write: nothing can be logged.",
    });
  });

  it("changes nothing", async () => {
    await crm.verify();
    expect([fake.contacts.size, fake.communications.size]).toEqual([1, 0]);
  });
});
