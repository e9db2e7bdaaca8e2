import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RingCentralStandIn } from "../../../src/sandbox/ringcentral/types/stand-in.ts";
import {
  type Ask,
  ana,
  ben,
  createStandIn,
  direct,
  logIn,
  own,
  phone,
  shared,
  smsBody,
} from "./stand-in-world.ts";

const consents = "/restapi/v2/accounts/~/sms/consents";
const company = "/restapi/v1.0/account/~/message-store-templates";

let standIn: RingCentralStandIn;
let asAna: Ask;
let asBen: Ask;
beforeEach(async () => {
  standIn = await createStandIn();
  [asAna, asBen] = [await logIn(standIn, "jwt-ana"), await logIn(standIn, "jwt-ben")];
});
afterEach(() => standIn.stop());

const code = async (answer: Promise<{ status: number; body: { errorCode?: string } }>) => {
  const { status, body } = await answer;
  return [status, body.errorCode];
};
const send = (body: object) => asBen("POST", `${own}/sms`, body);

describe("what RingCentral refuses", () => {
  it.each([
    ["a number that is somebody else's", smsBody("Hi", phone, "+12125559999"), 403, "MSG-304"],
    ["more than 1,000 UTF-16 units", smsBody("\u{1F600}".repeat(501)), 400, "MSG-338"],
    ["a short number", smsBody("Hi", "102"), 400, "MSG-246"],
    ["another country", smsBody("Hi", "+4930123456"), 403, "MSG-240"],
    ["nobody", smsBody("Hi", []), 400, "CMN-100"],
    ["no words", smsBody(""), 400, "CMN-100"],
  ])("%s", async (_what, body, status, errorCode) => {
    expect(await code(send(body))).toEqual([status, errorCode]);
  });

  it("whatever the app's scopes and the user's permissions do not allow, and what is another's", async () => {
    standIn.control.forbidScope("SMS", true);
    expect(await code(send(smsBody("Hi")))).toEqual([403, "CMN-401"]);
    standIn.control.forbidScope("SMS", false);
    standIn.control.forbid(ben, "OutboundSMS", true);
    expect(await code(send(smsBody("Hi")))).toEqual([403, "CMN-408"]);
    const hers = `/restapi/v1.0/account/~/extension/${ana}/message-store`;
    expect(await code(asBen("GET", hers))).toEqual([403, "CMN-404"]);
  });

  it("what it was told to, and does what it was told of the rest", async () => {
    standIn.control.setOutcome({ outcome: { kind: "reject", code: "MSG-243" } });
    expect(await code(send(smsBody("Hi")))).toEqual([400, "MSG-243"]);
    standIn.control.setOutcome({ outcome: { kind: "fail", code: "SMS-UP-430" } });
    const sent = await send(smsBody("Hi"));
    await standIn.control.idle();
    const read = await asBen("GET", `${own}/message-store/${String(sent.body.id)}`);
    expect(read.body).toMatchObject({ messageStatus: "DeliveryFailed", deliveryErrorCode: "SMS-UP-430" });
    const list = await asBen("GET", `${own}/message-store`);
    expect(list.body.records[0]).not.toHaveProperty("deliveryErrorCode");
  });

  it("does it, and loses the answer", async () => {
    standIn.control.misbehave({ match: "send", kind: "dropAnswer" });
    await expect(send(smsBody("Hi"))).rejects.toThrow();
    expect(standIn.control.messages()).toHaveLength(1);
    standIn.control.misbehave({ match: "send", kind: "fail", status: 503 });
    expect((await send(smsBody("Hi"))).status).toBe(503);
    standIn.control.misbehave({ match: "send", kind: "garble", body: "<html>" });
    expect((await send(smsBody("Hi"))).text).toBe("<html>");
    expect(standIn.control.messages()).toHaveLength(2);
  });
});

describe("group texts", () => {
  it("go to all, as one conversation", async () => {
    const other = "+12125550102";
    const sent = await send(smsBody("Hi both", [phone, other]));
    await standIn.control.idle();
    expect(standIn.control.phone(other).messages).toMatchObject([{ body: "Hi both", arrived: true }]);
    expect(sent.body.to).toHaveLength(2);
    await standIn.control.text({ from: phone, to: direct, others: [other], body: "Hi Ben" });
    const { records } = (await asBen("GET", `${own}/message-store`)).body;
    expect(records.map(({ conversationId }) => conversationId)).toEqual([
      sent.body.conversationId,
      sent.body.conversationId,
    ]);
  });
});

describe("consents", () => {
  it("follow a phone's STOP and START, and hold back what is sent", async () => {
    await standIn.control.text({ from: phone, to: direct, body: "stop" });
    expect((await asBen("GET", consents)).body.records).toMatchObject([
      { from: direct, to: phone, optStatus: "OptOut", source: "Recipient" },
    ]);
    const sent = await send(smsBody("Hi"));
    await standIn.control.idle();
    const read = await asBen("GET", `${own}/message-store/${String(sent.body.id)}`);
    expect(read.body).toMatchObject({ messageStatus: "SendingFailed", deliveryErrorCode: "SMS-RC-413" });
    await standIn.control.text({ from: phone, to: direct, body: "Resume" });
    expect((await asBen("GET", consents)).body.records).toEqual([]);
    expect((await asBen("GET", `${consents}?optStatus=OptIn`)).body.records).toHaveLength(1);
  });

  it("are changed by the app, with coverage and without, as the account wants it", async () => {
    const record = { from: direct, to: phone, optStatus: "OptOut" };
    expect((await asBen("PATCH", consents, { records: [record] })).body).toMatchObject({ failedRecords: [] });
    standIn.control.consentCoverage("required");
    expect((await asBen("PATCH", consents, { records: [record] })).status).toBe(400);
    const covered = { ...record, optStatus: "OptIn", coverage: "PhoneNumber" };
    expect((await asBen("PATCH", consents, { records: [covered] })).status).toBe(200);
    standIn.control.consentCoverage("refused");
    expect((await asBen("PATCH", consents, { records: [covered] })).status).toBe(400);
    expect(standIn.control.consents()).toMatchObject([{ status: "OptIn", source: "Api" }]);
  });

  it("are refused by the entry, and not taken back by the app where the network keeps the texts back", async () => {
    const { control } = standIn;
    control.setConsent({ from: direct, to: phone, status: "OptOut", source: "Carrier" });
    const back = { from: direct, to: phone, optStatus: "OptIn" };
    const strange = { from: "+12125559999", to: phone, optStatus: "OptOut" };
    const whole = { from: "*", to: phone, optStatus: "OptOut" };
    const { body } = await asBen("PATCH", consents, { records: [back, strange, whole] });
    expect(body.failedRecords).toMatchObject([
      { ...back, error: { errorCode: "SMS-CONSENT-409" } },
      { ...strange, error: { errorCode: "CMN-101" } },
    ]);
    expect(control.consents().map(({ from, status }) => [from, status])).toEqual([
      [direct, "OptOut"],
      ["*", "OptOut"],
    ]);
  });

  it("come in pages of 1,000 at most", async () => {
    for (let number = 0; number < 1_001; number++)
      standIn.control.setConsent({ from: shared, to: `+1212555${1_000 + number}`, status: "OptOut" });
    const first = await asBen("GET", `${consents}?perPage=5000`);
    expect(first.body.records).toHaveLength(1_000);
    const { nextPageToken } = first.body.paging as { nextPageToken: string };
    const second = await asBen("GET", `${consents}?perPage=1000&pageToken=${nextPageToken}`);
    expect(second.body.records).toHaveLength(1);
    expect(second.body.paging).not.toHaveProperty("nextPageToken");
  });
});

describe("templates", () => {
  const template = (displayName: string, text = "Hello") => ({ displayName, body: { text } });

  it("of the company are written by whoever may, under names of their own", async () => {
    const made = await asAna("POST", company, template("Hours"));
    expect(made.body).toMatchObject({ displayName: "Hours", body: { text: "Hello" }, scope: "Company" });
    expect((await asAna("POST", company, template("Hours"))).status).toBe(400);
    expect(await code(asBen("POST", company, template("Parking")))).toEqual([403, "CMN-408"]);
    const path = `${company}/${String(made.body.id)}`;
    expect((await asAna("PUT", path, template("Hours", "Nine to five"))).body).toMatchObject({
      body: { text: "Nine to five" },
    });
    expect((await asAna("DELETE", path)).status).toBe(204);
    expect(standIn.control.templates()).toEqual([]);
    const may = `${own}/authz-profile/check?permissionId=EditCompanySMSTemplates`;
    expect((await asAna("GET", may)).body.successful).toBe(true);
    expect((await asBen("GET", may)).body.successful).toBe(false);
  });

  it("are 50 of the company's, and 25 of anybody's own, which only they see", async () => {
    for (let count = 0; count < 50; count++)
      expect((await asAna("POST", company, template(`Company ${count}`))).status).toBe(200);
    expect((await asAna("POST", company, template("One more"))).status).toBe(400);
    const personal = `${own}/message-store-templates`;
    for (let count = 0; count < 25; count++)
      expect((await asBen("POST", personal, template(`Mine ${count}`))).status).toBe(200);
    expect((await asBen("POST", personal, template("One more"))).status).toBe(400);
    expect((await asBen("GET", `${personal}?scope=Personal`)).body.records).toHaveLength(25);
    expect((await asAna("GET", `${personal}?scope=Personal`)).body.records).toEqual([]);
  });
});

describe("the control over HTTP", () => {
  it("does what it does in process, and says what is missing", async () => {
    const control = (verb: string, body: object) =>
      fetch(`${standIn.url}/_control/${verb}`, { method: "POST", body: JSON.stringify(body) });
    const texted = (await (await control("text", { from: phone, to: direct, body: "Hi" })).json()) as {
      id: string;
    };
    expect(standIn.control.messages()).toMatchObject([{ sid: texted.id, body: "Hi" }]);
    const sent = { extension: ben, from: direct, to: phone, body: "From my phone" };
    expect((await control("elsewhere", sent)).status).toBe(200);
    await control("penalty", { extension: ben, group: "Light" });
    expect((await asBen("GET", own)).status).toBe(429);
    await control("clock", { ms: 61_000 });
    expect((await asBen("GET", own)).status).toBe(200);
    const wrong = await control("text", { from: phone });
    expect([wrong.status, await wrong.json()]).toEqual([400, { error: "The body lacks to, body." }]);
    const state = (await (await fetch(`${standIn.url}/_control/state`)).json()) as { messages: object[] };
    expect(state.messages).toHaveLength(2);
  });
});
