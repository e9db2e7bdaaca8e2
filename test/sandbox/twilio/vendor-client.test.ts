/** The vendor's own client can't tell the stand-in from Twilio. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TwilioStandIn } from "../../../src/sandbox/twilio/types/stand-in.ts";
import { createStandIn, line, phone, vendorClient } from "./stand-in-world.ts";

let standIn: TwilioStandIn;
const clock = { ms: 0 };

beforeEach(async () => {
  clock.ms = Date.parse("2026-03-02T23:50:00Z");
  standIn = await createStandIn({ now: () => new Date(clock.ms) });
});
afterEach(() => standIn.stop());

const sendMany = async (count: number) => {
  for (let index = 0; index < count; index++) {
    await standIn.control.text({ from: phone, to: line, body: `text ${index}` });
  }
};

describe("Twilio's own client", () => {
  it("creates a message and follows it to the phone", async () => {
    const client = vendorClient(standIn);
    const created = await client.messages.create({ from: line, to: phone, body: "Yes, until 6. 🌷" });
    expect(created).toMatchObject({
      status: "queued",
      direction: "outbound-api",
      numSegments: "1",
      errorCode: null,
    });
    expect(created.dateCreated).toEqual(new Date(clock.ms));
    expect(created.dateSent).toBeNull();
    await standIn.control.idle();
    const fetched = await client.messages(created.sid).fetch();
    expect(fetched).toMatchObject({
      sid: created.sid,
      status: "delivered",
      body: "Yes, until 6. 🌷",
      from: line,
    });
    expect(standIn.control.phone(phone).messages).toMatchObject([
      { body: "Yes, until 6. 🌷", arrived: true },
    ]);
  });

  it("lists newest first, through all pages", async () => {
    await sendMany(25);
    const listed = await vendorClient(standIn).messages.list({ pageSize: 10 });
    expect(listed.map(({ body }) => body)).toEqual(
      Array.from({ length: 25 }, (_, index) => `text ${24 - index}`),
    );
    expect(standIn.control.calls().map(({ path }) => path)).toHaveLength(3);
  });

  it("pages without a repeat while messages come in", async () => {
    await sendMany(4);
    const first = await vendorClient(standIn).messages.page({ pageSize: 2 });
    await sendMany(3);
    const second = await first.nextPage();
    expect(first.instances.map(({ body }) => body)).toEqual(["text 3", "text 2"]);
    expect(second?.instances.map(({ body }) => body)).toEqual(["text 1", "text 0"]);
  });

  it("filters by number and by time", async () => {
    const client = vendorClient(standIn);
    await client.messages.create({ from: line, to: "+15550199002", body: "other" });
    await standIn.control.text({ from: phone, to: line, body: "before midnight" });
    clock.ms += 20 * 60_000;
    await client.messages.create({ from: line, to: phone, body: "after midnight" });
    await standIn.control.idle();
    const bodies = async (filter: Parameters<typeof client.messages.list>[0]) =>
      (await client.messages.list(filter)).map(({ body }) => body);
    expect(await bodies({ to: phone })).toEqual(["after midnight"]);
    expect(await bodies({ from: phone })).toEqual(["before midnight"]);
    expect(await bodies({ from: line, to: "+15550199002" })).toEqual(["other"]);
    expect(await bodies({ dateSentAfter: new Date("2026-03-03") })).toEqual(["after midnight"]);
    expect(await bodies({ dateSentBefore: new Date("2026-03-03") })).toEqual(["before midnight", "other"]);
  });

  it("leaves out of a search by date what was not sent yet", async () => {
    standIn.control.setOutcome({ outcome: { kind: "stuck" } });
    const client = vendorClient(standIn);
    await client.messages.create({ from: line, to: phone, body: "soon" });
    expect(await client.messages.list({ dateSentAfter: new Date("2026-03-01") })).toEqual([]);
    expect(await client.messages.list()).toHaveLength(1);
  });

  it("reads the account and its numbers", async () => {
    const client = vendorClient(standIn);
    expect(await client.api.v2010.accounts(standIn.accountSid).fetch()).toMatchObject({ status: "active" });
    const numbers = await client.incomingPhoneNumbers.list({ phoneNumber: line });
    expect(numbers).toMatchObject([{ phoneNumber: line, capabilities: { sms: true } }]);
    expect(await client.incomingPhoneNumbers.list({ phoneNumber: phone })).toEqual([]);
  });

  it("lists and fetches pictures, whose credentials stop at the redirect", async () => {
    const media = [{ contentType: "image/png", base64: Buffer.from("picture").toString("base64") }];
    const sid = await standIn.control.text({ from: phone, to: line, body: "", media });
    const [listed] = await vendorClient(standIn).messages(sid).media.list();
    expect(listed).toMatchObject({ contentType: "image/png", parentSid: sid });
    const url = standIn.url + (listed?.uri ?? "").replace(".json", "");
    expect((await fetch(url)).status).toBe(401);
    const authorization = `Basic ${Buffer.from(`${standIn.accountSid}:${standIn.authToken}`).toString("base64")}`;
    const redirect = await fetch(url, { headers: { authorization }, redirect: "manual" });
    const location = standIn.url + redirect.headers.get("location");
    expect((await fetch(location, { headers: { authorization } })).status).toBe(400);
    expect(await (await fetch(location)).text()).toBe("picture");
  });

  it.each([
    ["to nobody", { to: "" }, 21604],
    ["from nobody", { from: "" }, 21603],
    ["without words", { body: "" }, 21602],
    ["to what is no number", { to: "somebody" }, 21211],
    ["to a short number", { to: "88888" }, 21211],
    ["from a number that is not ours", { from: phone, to: line }, 21606],
    ["to itself", { to: line }, 21266],
    ["that is too long", { body: "x".repeat(1601) }, 21617],
  ])("is refused a message %s", async (_what, change, code) => {
    const create = vendorClient(standIn).messages.create({ from: line, to: phone, body: "hi", ...change });
    await expect(create).rejects.toMatchObject({ status: 400, code });
  });

  it("may send a text of 1,600 characters, and learns its segments", async () => {
    const sent = await vendorClient(standIn).messages.create({
      from: line,
      to: phone,
      body: "x".repeat(1600),
    });
    expect(sent.numSegments).toBe("11");
  });

  it("is refused with a wrong token, a wrong account and an unknown message", async () => {
    const list = vendorClient(standIn, "wrong").messages.list();
    await expect(list).rejects.toMatchObject({ status: 401, code: 20003 });
    const stranger = vendorClient(standIn).api.v2010.accounts("AC00000000000000000000000000000009");
    await expect(stranger.messages.list()).rejects.toMatchObject({ status: 404, code: 20404 });
    const unknown = vendorClient(standIn).messages("SM0").fetch();
    await expect(unknown).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  it("is refused a date that is none", async () => {
    const url = `${standIn.url}/2010-04-01/Accounts/${standIn.accountSid}/Messages.json?DateSent=%3E%3D2026-03-01`;
    const authorization = `Basic ${Buffer.from(`${standIn.accountSid}:${standIn.authToken}`).toString("base64")}`;
    const response = await fetch(url, { headers: { authorization } });
    expect([response.status, await response.json()]).toMatchObject([400, { code: 20001 }]);
  });
});
