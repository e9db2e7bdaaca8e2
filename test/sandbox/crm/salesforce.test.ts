import { createSign, generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { CrmStandInOptions } from "../../../src/sandbox/crm/types/stand-in.ts";
import { type SalesforceOptions, salesforceOf } from "../../../src/sandbox/salesforce/salesforce.ts";
import { crmClient } from "./crm-world.ts";

interface Answer {
  readonly id: string;
  readonly created?: boolean;
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly instance_url: string;
  readonly error: string;
  readonly searchRecords: readonly { readonly Id: string }[];
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly createable: boolean;
  readonly fields: readonly { readonly name: string }[];
  readonly DailyApiRequests: { readonly Remaining: number };
  readonly 0: { readonly errorCode: string };
}

const root = "/services/data/v62.0";

async function start(options: CrmStandInOptions = {}, org: SalesforceOptions = {}) {
  let token = "";
  const client = await crmClient<Answer>(
    salesforceOf(org),
    () => (token === "" ? {} : { authorization: `Bearer ${token}` }),
    options,
  );
  const { environment } = client.crm;
  const enter = async (form: Record<string, string>) => {
    const answer = await client.ask("POST", "/services/oauth2/token", new URLSearchParams(form).toString(), {
      "content-type": "application/x-www-form-urlencoded",
    });
    if (answer.status === 200) token = answer.body.access_token;
    return answer;
  };
  const refresh = (refreshToken = environment.SALESFORCE_REFRESH_TOKEN ?? "") =>
    enter({
      grant_type: "refresh_token",
      refresh_token: refreshToken,
      client_id: environment.SALESFORCE_CLIENT_ID ?? "",
    });
  const q = (verb: "query" | "search", text: string) =>
    client.ask("GET", `${root}/${verb}/?q=${encodeURIComponent(text)}`);
  return { ...client, environment, enter, refresh, q };
}

const maria = { name: "Maria Lopez", phone: "(555) 019-9001", company: "Lopez Bakery" };
const find = (terms: string, group = "PHONE") =>
  `FIND {${terms}} IN ${group} FIELDS RETURNING Contact(Id, Name, Phone, Account.Name), Lead(Id, Name, Company WHERE IsConverted = false) LIMIT 50`;

describe("Salesforce's stand-in", () => {
  it("lets in by a refresh token once, and by none once one was used twice", async () => {
    const { ask, refresh, crm } = await start();
    expect((await ask("GET", root)).body[0].errorCode).toBe("INVALID_SESSION_ID");
    const first = await refresh();
    expect(first.body).toMatchObject({ instance_url: crm.url, refresh_token: expect.any(String) });
    expect((await ask("GET", root)).status).toBe(200);
    const second = await refresh(first.body.refresh_token);
    expect(second.status).toBe(200);
    crm.control.expire();
    expect((await ask("GET", root)).status).toBe(401);
    expect((await refresh(first.body.refresh_token)).body.error).toBe("invalid_grant");
    expect((await refresh(second.body.refresh_token)).status).toBe(400);
  });

  it("lets in by what its key has signed, and nothing else", async () => {
    const { privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    const { environment, enter, crm } = await start({}, { privateKey });
    const at = Date.parse("2026-11-26T15:00:00Z") / 1000;
    const assertion = (more: object) => {
      const claims = {
        iss: environment.SALESFORCE_CLIENT_ID,
        sub: environment.SALESFORCE_USERNAME,
        aud: crm.url,
        exp: at + 180,
        ...more,
      };
      const pieces = [{ alg: "RS256" }, claims].map((piece) =>
        Buffer.from(JSON.stringify(piece)).toString("base64url"),
      );
      const signed = pieces.join(".");
      return `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url")}`;
    };
    const grant_type = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    expect((await enter({ grant_type, assertion: assertion({}) })).status).toBe(200);
    expect((await enter({ grant_type, assertion: assertion({ exp: at - 1 }) })).status).toBe(400);
    expect((await enter({ grant_type, assertion: assertion({ sub: "eve@example.com" }) })).status).toBe(400);
    expect((await enter({ grant_type, assertion: `${assertion({}).slice(0, -6)}AAAAAA` })).status).toBe(400);
  });

  it("finds contacts and leads by the groups of digits that were typed, new ones later", async () => {
    const { crm, q, refresh, ask, pass } = await start();
    await refresh();
    const { id } = crm.control.putContact(maria);
    const lead = crm.control.putContact({ name: "Sam Okafor", phone: "+15550199002", type: "Lead" });
    const ids = async (text: string) => (await q("search", text)).body.searchRecords.map(({ Id }) => Id);
    expect(await ids(find('5550199001 OR "555 019 9001"'))).toEqual([id]);
    expect(await ids(find("15550199002"))).toEqual([lead.id]);
    expect(await ids(find("5550199002"))).toEqual([]);
    expect(await ids(find("mar* lopez", "NAME"))).toEqual([id]);
    expect((await q("search", find("O'Hara", "NAME"))).body[0].errorCode).toBe("MALFORMED_SEARCH");
    expect((await q("search", find("O\\'Hara", "NAME"))).status).toBe(200);
    const made = await ask("POST", `${root}/sobjects/Contact`, {
      LastName: "Bell",
      MobilePhone: "5550199003",
    });
    expect(made.status).toBe(201);
    expect(await ids(find("5550199003"))).toEqual([]);
    pass(1_000);
    expect(await ids(find("5550199003"))).toEqual([made.body.id]);
  });

  it("logs a task, changes it, and makes one with a key only once", async () => {
    const { crm, ask, refresh, q } = await start();
    await refresh();
    const { id } = crm.control.putContact(maria);
    const task = {
      Subject: "SMS",
      Description: "Hi",
      WhoId: id,
      Status: "Completed",
      ActivityDate: "2026-11-26",
    };
    const made = await ask("POST", `${root}/sobjects/Task`, task);
    expect(made.status).toBe(201);
    expect(
      (await ask("PATCH", `${root}/sobjects/Task/${made.body.id}`, { Description: "Hi, Ben" })).status,
    ).toBe(204);
    const byKey = `${root}/sobjects/Task/Threadline_Key__c/${encodeURIComponent("day:1:1")}`;
    const [first, second] = [await ask("PATCH", byKey, task), await ask("PATCH", byKey, task)];
    expect([first.status, first.body.created, second.status, second.body.created]).toEqual([
      201,
      true,
      200,
      false,
    ]);
    expect(crm.control.records(id)).toMatchObject([
      { subject: "SMS", body: "Hi, Ben", writes: 2 },
      { body: "Hi", writes: 2 },
    ]);
    const listed = await q(
      "query",
      `SELECT Id, Description FROM Task WHERE WhoId = '${id}' ORDER BY CreatedDate DESC LIMIT 5`,
    );
    expect(listed.body.records).toHaveLength(2);
    const words = await q("query", "SELECT Id FROM Task WHERE Description = 'Hi'");
    expect(words.body[0].errorCode).toBe("INVALID_FIELD");
    crm.control.deleteRecord(made.body.id);
    const gone = await ask("PATCH", `${root}/sobjects/Task/${made.body.id}`, { Description: "x" });
    expect([gone.status, gone.body[0].errorCode]).toEqual([404, "ENTITY_IS_DELETED"]);
  });

  it("refuses what it can't take, with a code", async () => {
    const { crm, ask, refresh } = await start();
    await refresh();
    const { id } = crm.control.putContact(maria);
    const gone = crm.control.putContact({ name: "Gone" });
    crm.control.deleteContact(gone.id);
    const away = crm.control.addUser({ name: "Old Hand", email: "old@example.com", active: false });
    const code = async (change: object) =>
      (await ask("POST", `${root}/sobjects/Task`, { Subject: "SMS", WhoId: id, ...change })).body[0]
        .errorCode;
    expect(await code({ Description: "x".repeat(32_001) })).toBe("STRING_TOO_LONG");
    expect(await code({ Subject: "x".repeat(256) })).toBe("STRING_TOO_LONG");
    expect(await code({ Pigeon: "1" })).toBe("INVALID_FIELD");
    expect(await code({ WhoId: "003xx" })).toBe("MALFORMED_ID");
    expect(await code({ WhoId: gone.id })).toBe("ENTITY_IS_DELETED");
    expect(await code({ OwnerId: away })).toBe("INACTIVE_OWNER_OR_USER");
    expect((await ask("POST", `${root}/sobjects/Lead`, { LastName: "A" })).body[0].errorCode).toBe(
      "REQUIRED_FIELD_MISSING",
    );
    crm.control.forbid("createRecord", true);
    expect(await code({})).toBe("INSUFFICIENT_ACCESS");
    expect((await ask("GET", `${root}/sobjects/Task/describe`)).body.createable).toBe(false);
  });

  it("answers queries of users, opportunities and cases", async () => {
    const { crm, q, refresh } = await start();
    await refresh();
    const { id } = crm.control.putContact(maria);
    const ben = crm.control.addUser({ name: "Ben O'Hara", email: "ben@example.com" });
    const deal = crm.control.addDeal({ kind: "opportunity", name: "New oven", contact: id });
    const closed = crm.control.addDeal({ kind: "case", name: "Late order", contact: id, closed: true });
    const ids = async (text: string) => (await q("query", text)).body.records.map(({ Id }) => Id);
    expect(
      await ids("SELECT Id, Name FROM User WHERE IsActive = true AND Name = 'Ben O\\'Hara' LIMIT 10"),
    ).toEqual([ben]);
    const [own] = (await q("query", `SELECT AccountId FROM Contact WHERE Id = '${id}'`)).body.records;
    expect(
      await ids(
        `SELECT Id FROM Opportunity WHERE IsClosed = false AND AccountId = '${String(own?.AccountId)}'`,
      ),
    ).toEqual([deal]);
    const role = `Id IN (SELECT OpportunityId FROM OpportunityContactRole WHERE ContactId = '${id}')`;
    expect(await ids(`SELECT Id FROM Opportunity WHERE ${role}`)).toEqual([deal]);
    expect(
      await ids(`SELECT Id FROM Case WHERE IsClosed != false AND (ContactId = '${id}' OR AccountId = 'x')`),
    ).toEqual([closed]);
    expect((await q("query", "SELECT Id FROM Pigeon")).body[0].errorCode).toBe("INVALID_TYPE");
    expect((await q("query", "SELECT Wing FROM Contact")).body[0].errorCode).toBe("INVALID_FIELD");
    expect((await q("query", "SELECT Id FROM Contact WHERE Id ~ 1")).body[0].errorCode).toBe(
      "MALFORMED_QUERY",
    );
  });

  it("has a day's requests, and says how many are left", async () => {
    const { crm, ask, refresh } = await start();
    await refresh();
    expect((await ask("GET", `${root}/limits`)).body.DailyApiRequests.Remaining).toBe(14_999);
    crm.control.misbehave({ match: "read", kind: "fail", status: 429 });
    const over = await ask("GET", root);
    expect([over.status, over.body[0].errorCode]).toEqual([403, "REQUEST_LIMIT_EXCEEDED"]);
  });
});
