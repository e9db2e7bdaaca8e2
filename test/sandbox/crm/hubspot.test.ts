import { describe, expect, it } from "vitest";
import type { CrmStandInOptions } from "../../../src/sandbox/crm/types/stand-in.ts";
import { hubspot } from "../../../src/sandbox/hubspot/hubspot.ts";
import { crmClient } from "./crm-world.ts";

interface Answer {
  readonly id: string;
  readonly total: number;
  readonly results: readonly { readonly id: string; readonly toObjectId: number }[];
  readonly paging?: object;
  readonly properties: Readonly<Record<string, string>>;
  readonly category: string;
  readonly correlationId: string;
  readonly policyName: string;
  readonly errors: readonly { readonly context: object }[];
  /** Of the control. */
  readonly phones: readonly string[];
  readonly error: string;
}

const start = (options: CrmStandInOptions = {}) =>
  crmClient<Answer>(
    hubspot,
    ({ HUBSPOT_ACCESS_TOKEN }) => ({ authorization: `Bearer ${HUBSPOT_ACCESS_TOKEN}` }),
    options,
  );

const maria = { name: "Maria Lopez", phone: "(555) 019-9001", company: "Lopez Bakery" };
const byNumber = (value: string) => ({
  filterGroups: [
    { filters: [{ propertyName: "hs_searchable_calculated_phone_number", operator: "EQ", value }] },
    { filters: [{ propertyName: "mobilephone", operator: "EQ", value: `+1${value}` }] },
  ],
  properties: ["firstname", "lastname", "phone", "company"],
});
const sms = (contact: string, body = "<p>Hi</p>") => ({
  properties: {
    hs_communication_channel_type: "SMS",
    hs_communication_logged_from: "CRM",
    hs_communication_body: body,
    hs_timestamp: "2026-11-26T14:00:00Z",
  },
  associations: [
    { to: { id: contact }, types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: 81 }] },
  ],
});

describe("HubSpot's stand-in", () => {
  it("finds a contact by the digits of its number, whatever form it was typed in", async () => {
    const { crm, ask } = await start();
    const { id } = crm.control.putContact(maria);
    const other = crm.control.putContact({ name: "Sam Okafor", mobile: "+15550199002" });
    const found = await ask("POST", "/crm/v3/objects/contacts/search", byNumber("5550199001"));
    expect(found.status).toBe(200);
    expect(found.body).toMatchObject({
      total: 1,
      results: [
        {
          id,
          archived: false,
          properties: { firstname: "Maria", lastname: "Lopez", phone: "(555) 019-9001", hs_object_id: id },
        },
      ],
    });
    const mobile = await ask("POST", "/crm/v3/objects/contacts/search", byNumber("5550199002"));
    expect(mobile.body.results.map(({ id }) => id)).toEqual([other.id]);
    const words = await ask("POST", "/crm/v3/objects/contacts/search", { query: "oka sam" });
    expect(words.body.total).toBe(1);
  });

  it("does not find what was just made through the API, until its index has caught up", async () => {
    const { crm, ask, pass } = await start({ lagMs: 5_000 });
    const made = await ask("POST", "/crm/v3/objects/contacts", {
      properties: { firstname: "Ana", phone: "+15550199003" },
    });
    expect(made.status).toBe(201);
    const look = async () =>
      (await ask("POST", "/crm/v3/objects/contacts/search", byNumber("5550199003"))).body.total;
    expect(await look()).toBe(0);
    expect((await ask("GET", `/crm/v3/objects/contacts/${made.body.id}`)).status).toBe(200);
    pass(5_000);
    expect(await look()).toBe(1);
    expect(crm.control.contacts()).toHaveLength(1);
  });

  it("answers five searches a second", async () => {
    const { ask, pass } = await start();
    const search = () => ask("POST", "/crm/v3/objects/contacts/search", byNumber("5550199001"));
    for (let count = 0; count < 5; count += 1) expect((await search()).status).toBe(200);
    const sixth = await search();
    expect(sixth.status).toBe(429);
    expect(sixth.body).toMatchObject({
      status: "error",
      category: "RATE_LIMITS",
      errorType: "RATE_LIMIT",
      policyName: "SECONDLY",
      correlationId: expect.any(String),
    });
    pass(1_001);
    expect((await search()).status).toBe(200);
  });

  it("answers a hundred calls in ten seconds, and says how many are left", async () => {
    const { ask, pass } = await start();
    const read = () => ask("GET", "/account-info/v3/details");
    expect((await read()).headers.get("x-hubspot-ratelimit-remaining")).toBe("99");
    for (let count = 0; count < 99; count += 1) await read();
    const next = await read();
    expect(next.status).toBe(429);
    expect(next.body.policyName).toBe("TEN_SECONDLY_ROLLING");
    pass(10_001);
    expect((await read()).status).toBe(200);
  });

  it("logs a text on a contact, writes it anew in place, and lists it there", async () => {
    const { crm, ask, pass } = await start();
    crm.control.addUser({ id: "901", name: "Ben Ito", email: "ben@example.com" });
    const { id } = crm.control.putContact(maria);
    const made = await ask("POST", "/crm/v3/objects/communications", sms(id));
    expect(made.status).toBe(201);
    expect(made.body.properties.hs_communication_body).toBe("<p>Hi</p>");
    const changed = await ask("PATCH", `/crm/v3/objects/communications/${made.body.id}`, {
      properties: { hs_communication_body: "<p>Hi, Ben</p>", hubspot_owner_id: "901" },
    });
    expect(changed.status).toBe(200);
    expect(crm.control.records(id)).toEqual([
      expect.objectContaining({ contact: id, body: "<p>Hi, Ben</p>", owner: "Ben Ito", writes: 2 }),
    ]);
    const list = () => ask("GET", `/crm/v4/objects/contacts/${id}/associations/communications`);
    expect((await list()).body.results).toEqual([]);
    pass(1_000);
    expect((await list()).body.results).toEqual([
      { toObjectId: Number(made.body.id), associationTypes: [expect.objectContaining({ typeId: 82 })] },
    ]);
    const read = await ask(
      "GET",
      `/crm/v3/objects/communications/${made.body.id}?properties=hs_communication_body`,
    );
    expect(read.body.properties.hs_communication_body).toBe("<p>Hi, Ben</p>");
  });

  it("refuses what it can't take, in HubSpot's form", async () => {
    const { crm, ask } = await start();
    const { id } = crm.control.putContact(maria);
    const { properties, associations } = sms(id);
    const make = async (change: object, stands: unknown = associations) =>
      await ask("POST", "/crm/v3/objects/communications", {
        properties: { ...properties, ...change },
        associations: stands,
      });
    for (const change of [
      { hs_communication_channel_type: "PIGEON" },
      { hs_communication_logged_from: "CONVERSATIONS" },
      { hs_timestamp: null },
      { hs_timestamp: "yesterday" },
      { hubspot_owner_id: "4711" },
      { nobody_knows: "it" },
      { hs_communication_body: "x".repeat(65_537) },
    ]) {
      const { status, body } = await make(change);
      expect(status).toBe(400);
      expect(body).toMatchObject({ status: "error", category: "VALIDATION_ERROR" });
      expect(body.correlationId).toMatch(/^[0-9a-f-]{36}$/);
    }
    const stranger = sms("99").associations;
    const gone = await make({}, stranger);
    expect(gone.status).toBe(400);
    expect(gone.body.errors[0]?.context).toEqual({ CONTACT: ["99"] });
    expect((await ask("PATCH", "/crm/v3/objects/communications/99", { properties: {} })).status).toBe(404);
    expect((await ask("POST", "/crm/v3/objects/communications", "{")).status).toBe(400);
    expect(crm.control.records()).toEqual([]);
  });

  it("refuses searches that HubSpot's would not run", async () => {
    const { ask } = await start({ limits: "off" });
    const search = async (body: object) =>
      (await ask("POST", "/crm/v3/objects/contacts/search", body)).status;
    const filter = { propertyName: "phone", operator: "EQ", value: "1" };
    expect(await search({ filterGroups: Array(5).fill({ filters: [filter] }) })).toBe(200);
    expect(await search({ filterGroups: Array(6).fill({ filters: [filter] }) })).toBe(400);
    expect(await search({ filterGroups: [{ filters: Array(7).fill(filter) }] })).toBe(400);
    expect(await search({ filterGroups: [{ filters: [{ ...filter, propertyName: "fax_no" }] }] })).toBe(400);
    expect(await search({ filterGroups: [{ filters: [{ ...filter, operator: "LIKE" }] }] })).toBe(400);
    expect(await search({ limit: 201 })).toBe(400);
    expect(await search({ after: 10_000, limit: 1 })).toBe(400);
  });

  it("shows five thousand contacts in pages", async () => {
    const { crm, ask } = await start({ limits: "off" });
    for (let index = 0; index < 500; index += 1)
      crm.control.putContact({ name: `Pat ${index}`, phone: maria.phone });
    const page = await ask("POST", "/crm/v3/objects/contacts/search", {
      ...byNumber("5550199001"),
      limit: 200,
      after: 400,
    });
    expect(page.body).toMatchObject({ total: 500 });
    expect(page.body.results).toHaveLength(100);
    expect(page.body.paging).toBeUndefined();
  });

  it("lets nobody in whose token it does not know, or may not do this", async () => {
    const { crm, ask } = await start();
    const read = (token?: string) =>
      ask("GET", "/account-info/v3/details", undefined, token === undefined ? {} : { authorization: token });
    expect((await read()).body.category).toBe("INVALID_AUTHENTICATION");
    expect((await read("Bearer other")).status).toBe(401);
    crm.control.revoke(true);
    expect((await ask("GET", "/crm/v3/owners")).status).toBe(401);
    crm.control.revoke(false);
    crm.control.forbid("createContact", true);
    const refused = await ask("POST", "/crm/v3/objects/contacts", { properties: { firstname: "A" } });
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ category: "MISSING_SCOPES" });
  });

  it("knows whom a contact was merged into, and nobody who was deleted", async () => {
    const { crm, ask } = await start();
    const kept = crm.control.putContact(maria);
    const twin = crm.control.putContact({ ...maria, name: "M. Lopez" });
    await ask("POST", "/crm/v3/objects/communications", sms(twin.id));
    crm.control.mergeContacts(kept.id, twin.id);
    expect((await ask("GET", `/crm/v3/objects/contacts/${twin.id}`)).body.id).toBe(kept.id);
    expect(crm.control.records(kept.id)).toHaveLength(1);
    expect(crm.control.contacts().map(({ id }) => id)).toEqual([kept.id]);
    crm.control.deleteContact(kept.id);
    expect((await ask("GET", `/crm/v3/objects/contacts/${kept.id}`)).status).toBe(404);
    expect((await ask("POST", "/crm/v3/objects/communications", sms(kept.id))).status).toBe(400);
  });

  it("lists owners, and a contact's deals and tickets", async () => {
    const { crm, ask } = await start();
    crm.control.addUser({ id: "901", name: "Ben Ito", email: "ben@example.com" });
    crm.control.addUser({ id: "902", name: "Old Hand", email: "old@example.com", active: false });
    const { id } = crm.control.putContact(maria);
    const deal = crm.control.addDeal({ kind: "deal", name: "New oven", contact: id });
    crm.control.addDeal({ kind: "ticket", name: "Late order", contact: id, closed: true });
    const owners = await ask("GET", "/crm/v3/owners?limit=100");
    expect(owners.body.results).toEqual([
      expect.objectContaining({ id: "901", email: "ben@example.com", firstName: "Ben", archived: false }),
    ]);
    const deals = await ask("GET", `/crm/v4/objects/contacts/${id}/associations/deals`);
    expect(deals.body.results.map(({ toObjectId }) => String(toObjectId))).toEqual([deal]);
    const read = await ask("GET", `/crm/v3/objects/deals/${deal}?properties=dealname,hs_is_closed`);
    expect(read.body.properties).toMatchObject({ dealname: "New oven", hs_is_closed: "false" });
    const made = await ask("POST", "/crm/v3/objects/communications", sms(id));
    const attach = (to: string) =>
      ask("PUT", `/crm/v4/objects/communications/${made.body.id}/associations/default/deal/${to}`);
    expect((await attach(deal)).status).toBe(200);
    expect((await attach(deal)).status).toBe(200);
    expect((await attach("99")).status).toBe(404);
    expect(crm.control.records(id)[0]?.linked).toEqual(["New oven"]);
    const leave = () =>
      ask("DELETE", `/crm/v4/objects/communications/${made.body.id}/associations/deal/${deal}`);
    expect((await leave()).status).toBe(204);
    expect((await leave()).status).toBe(204);
    expect(crm.control.records(id)[0]?.linked).toEqual([]);
  });

  it("does wrong what it was told to, and what it did stands", async () => {
    const { crm, ask } = await start();
    const { id } = crm.control.putContact(maria);
    const make = () => ask("POST", "/crm/v3/objects/communications", sms(id));
    crm.control.misbehave({ match: "createRecord", kind: "fail", status: 503 });
    expect((await make()).status).toBe(503);
    expect(crm.control.records()).toHaveLength(0);
    crm.control.misbehave({ match: "createRecord", kind: "dropAnswer" });
    await expect(make()).rejects.toThrow();
    expect(crm.control.records()).toHaveLength(1);
    crm.control.misbehave({ match: "createRecord", kind: "garble", body: "<html>" });
    expect((await make()).body).toBe("<html>");
    expect(crm.control.records()).toHaveLength(2);
    crm.control.misbehave({ match: "createRecord", kind: "hold" });
    const held = make();
    while (crm.control.state().held === 0) await new Promise(setImmediate);
    crm.control.release();
    expect((await held).status).toBe(201);
    crm.control.misbehave({ match: "createRecord", kind: "hang" });
    const hung = make();
    while (crm.control.state().held === 0) await new Promise(setImmediate);
    crm.control.release();
    await expect(hung).rejects.toThrow();
    expect(crm.control.records()).toHaveLength(3);
    crm.control.down(true);
    await expect(make()).rejects.toThrow();
    crm.control.down(false);
    expect((await make()).status).toBe(201);
  });

  it("is controlled over HTTP as well", async () => {
    const { crm, ask } = await start();
    const put = await ask("POST", "/_control/contacts", maria, {});
    await ask("POST", "/_control/lag", { ms: 0 }, {});
    expect(put.body.phones).toEqual(["(555) 019-9001"]);
    await ask("POST", "/crm/v3/objects/communications", sms(put.body.id));
    const records = await ask("GET", `/_control/records/${put.body.id}`, undefined, {});
    expect(records.body).toEqual(crm.control.records());
    expect((await ask("GET", "/_control/state", undefined, {})).body).toEqual(crm.control.state());
    expect((await ask("POST", "/_control/misbehave", { match: "search" }, {})).body.error).toMatch(/kind/);
    expect(crm.control.calls().map(({ call, status }) => [call, status])).toEqual([["createRecord", 201]]);
  });
});
