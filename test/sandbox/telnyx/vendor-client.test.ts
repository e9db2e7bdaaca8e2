/** The vendor's own client can't tell the stand-in from Telnyx. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TelnyxStandIn } from "../../../src/sandbox/telnyx/types/stand-in.ts";
import { createStandIn, line, phone, refused, vendorClient } from "./stand-in-world.ts";

let standIn: TelnyxStandIn;
const clock = { ms: 0 };

beforeEach(async () => {
  clock.ms = Date.parse("2026-03-02T23:50:00Z");
  standIn = await createStandIn({ now: () => new Date(clock.ms) });
});
afterEach(() => standIn.stop());

const send = (more: object = {}) =>
  vendorClient(standIn).messages.send({ from: line, to: phone, text: "Yes, until 6. 🌷", ...more });

describe("Telnyx's own client", () => {
  it("sends a message and follows it to the phone", async () => {
    const { data: sent } = await send();
    expect(sent).toMatchObject({
      record_type: "message",
      direction: "outbound",
      type: "SMS",
      encoding: "UCS-2",
      parts: 1,
      to: [{ phone_number: phone, status: "queued" }],
      errors: [],
      completed_at: null,
      messaging_profile_id: standIn.profileId,
    });
    await standIn.control.idle();
    const { data: later } = await vendorClient(standIn).messages.retrieve(sent?.id ?? "");
    expect(later).toMatchObject({
      id: sent?.id,
      text: "Yes, until 6. 🌷",
      from: { phone_number: line },
      to: [{ status: "delivered" }],
      completed_at: "2026-03-02T23:50:00.000+00:00",
    });
    expect(standIn.control.phone(phone).messages).toMatchObject([
      { sid: sent?.id, body: "Yes, until 6. 🌷", arrived: true },
    ]);
  });

  it("retrieves what came in, and nothing that is older than ten days", async () => {
    const id = await standIn.control.text({ from: phone, to: line, body: "hi" });
    const { messages } = vendorClient(standIn);
    expect((await messages.retrieve(id)).data).toMatchObject({ direction: "inbound", text: "hi" });
    clock.ms += 10 * 24 * 60 * 60_000 + 1;
    expect(await refused(messages.retrieve(id))).toEqual({ status: 404, codes: ["10005"] });
    expect(await refused(messages.retrieve("nothing"))).toEqual({ status: 404, codes: ["10005"] });
  });

  it("lists who opted out, newest first, through all pages", async () => {
    for (let index = 10; index < 35; index += 1) {
      await standIn.control.text({ from: `+155501990${index}`, to: line, body: "stop all" });
      clock.ms += 1_000;
    }
    const found = [];
    for await (const one of vendorClient(standIn).messagingOptouts.list({ "page[size]": 10 }))
      found.push(one);
    expect(found).toHaveLength(25);
    expect(found[0]).toEqual({
      from: line,
      to: "+15550199034",
      keyword: "STOP ALL",
      messaging_profile_id: standIn.profileId,
      created_at: "2026-03-02 23:50:24.000+00:00",
    });
    expect(standIn.control.calls().map(({ params }) => params["page[number]"])).toEqual([
      undefined,
      "2",
      "3",
    ]);
  });

  it("lists opt-outs of a profile, of a number, since and until a time, with the numbers hidden where asked", async () => {
    const other = standIn.control.addProfile({ name: "Billing" });
    standIn.control.addNumber({ number: "+15550100002", profile: other });
    await standIn.control.text({ from: phone, to: line, body: "STOP" });
    clock.ms += 60_000;
    await standIn.control.text({ from: "+15550199002", to: "+15550100002", body: "STOP" });
    const list = async (query: object) =>
      (await vendorClient(standIn).messagingOptouts.list(query)).data.map(({ to }) => to);
    expect(await list({ filter: { messaging_profile_id: other } })).toEqual(["+15550199002"]);
    expect(await list({ filter: { from: line } })).toEqual([phone]);
    expect(await list({ created_at: { gte: "2026-03-02T23:50:30Z" } })).toEqual(["+15550199002"]);
    expect(await list({ created_at: { lte: "2026-03-02T23:50:30Z" } })).toEqual([phone]);
    expect(await list({ redaction_enabled: "true" })).toEqual(["+1555019****", "+1555019****"]);
    expect(
      await refused(vendorClient(standIn).messagingOptouts.list({ created_at: { gte: "soon" } })),
    ).toEqual({
      status: 400,
      codes: ["10015"],
    });
  });

  it("reads what became of messages in their records, once they have one", async () => {
    const { data: sent } = await send({ webhook_url: "https://x.example/status?message=m-1" });
    const records = (query: object = {}) =>
      vendorClient(standIn).detailRecords.list({ filter: { record_type: "messaging" }, ...query });
    standIn.control.addPhone({ number: phone, kind: "landline" });
    await standIn.control.idle();
    clock.ms += 1_000;
    const came = await standIn.control.text({ from: phone, to: line, body: "hi" });
    standIn.control.setOutcome({ outcome: { kind: "stuck" } });
    await send();
    const [newest, oldest, ...none] = (await records()).data;
    expect(newest).toMatchObject({
      uuid: came,
      direction: "inbound",
      status: "received",
      cli: phone,
      cld: line,
    });
    expect(oldest).toMatchObject({
      uuid: sent?.id,
      direction: "outbound",
      status: "failed",
      errors: ["40001"],
      delivery_status_webhook_url: "https://x.example/status?message=m-1",
    });
    expect(JSON.stringify([newest, oldest])).not.toContain("hi");
    expect(none).toEqual([]);
    const idsOf = async (query: object) =>
      (await records(query)).data.map((one) => "uuid" in one && one.uuid);
    const filter = { record_type: "messaging" };
    expect(await idsOf({ sort: ["created_at"] })).toEqual([sent?.id, came]);
    expect(await idsOf({ filter: { ...filter, direction: "outbound" } })).toEqual([sent?.id]);
    const since = { gte: "2026-03-02T23:50:01Z" };
    expect(await idsOf({ filter: { ...filter, created_at: since } })).toEqual([came]);
    expect(await idsOf({ filter: { record_type: "fax" } })).toEqual([]);
    for (const wrong of [{ sort: ["words"] }, { filter: {} }, { filter: { ...filter, words: "x" } }])
      expect(await refused(records(wrong).then(() => null))).toEqual({ status: 400, codes: ["10015"] });
  });

  it("finds no record of a message that ended a moment ago, where they come late", async () => {
    const late = await createStandIn({ now: () => new Date(clock.ms), recordsLagMs: 60_000 });
    await late.control.text({ from: phone, to: line, body: "hi" });
    const count = async () =>
      (await vendorClient(late).detailRecords.list({ filter: { record_type: "messaging" } })).data.length;
    expect(await count()).toBe(0);
    clock.ms += 60_000;
    expect(await count()).toBe(1);
    await late.stop();
  });

  it("finds its profiles, and which of them each number is on", async () => {
    const off = standIn.control.addProfile({
      name: "Off",
      webhookUrl: "https://x.example/in",
      enabled: false,
    });
    standIn.control.addNumber({ number: "+15550100002", profile: off, mms: false });
    standIn.control.addNumber({ number: "+15550100003", profile: null });
    const { messagingProfiles, phoneNumbers } = vendorClient(standIn);
    expect((await messagingProfiles.list()).data.map(({ name }) => name)).toEqual(["Stand-in", "Off"]);
    expect((await messagingProfiles.retrieve(off)).data).toMatchObject({
      enabled: false,
      webhook_url: "https://x.example/in",
    });
    const all = (await phoneNumbers.messaging.list()).data;
    expect(all).toMatchObject([
      { phone_number: line, messaging_profile_id: standIn.profileId, type: "longcode" },
      { messaging_profile_id: off, features: { mms: null } },
      { messaging_profile_id: null },
    ]);
    const one = { phone_number: line };
    expect((await phoneNumbers.messaging.list({ "filter[phone_number]": line })).data).toMatchObject([one]);
    expect((await phoneNumbers.messaging.list({ "filter[messaging_profile_id]": off })).data).toHaveLength(1);
    expect((await phoneNumbers.messaging.retrieve(line)).data).toMatchObject(one);
    expect((await phoneNumbers.messaging.retrieve(all[0]?.id ?? "")).data).toMatchObject(one);
    expect((await refused(phoneNumbers.messaging.retrieve(phone))).codes).toEqual(["10005"]);
    expect((await refused(messagingProfiles.retrieve("none"))).codes).toEqual(["10005"]);
  });

  it.each([
    ["to nobody", { to: undefined }, 422, "10004"],
    ["to what is no number", { to: "somebody" }, 400, "40310"],
    ["to a phone that takes none", { to: "+15550199009" }, 400, "40301"],
    ["from nobody", { from: undefined }, 400, "40305"],
    ["from a number that is not ours", { from: phone, to: line }, 400, "40305"],
    ["from a number on no profile", { from: "+15550100003" }, 400, "40305"],
    ["by a profile that the number is not on", { messaging_profile_id: "another" }, 400, "40305"],
    ["by a profile's pool", { from: undefined, messaging_profile_id: "x" }, 400, "40321"],
    ["by a profile that is off", { from: "+15550100002" }, 400, "40312"],
    ["without words", { text: "" }, 400, "40316"],
    ["that is too long", { text: "x".repeat(1531) }, 400, "40302"],
    ["in an encoding that lacks a character", { encoding: "gsm7" }, 400, "40009"],
    ["with eleven files", { media_urls: Array(11).fill("https://x.example/a.png") }, 400, "40317"],
    ["with what is no address", { media_urls: ["a.png"] }, 400, "40317"],
    [
      "with a file from a number that sends none",
      { from: "+15550100004", media_urls: ["https://x.example/"] },
      400,
      "40308",
    ],
    ["that is reported nowhere", { webhook_url: "/here" }, 400, "10003"],
    ["with words that are none", { text: 6 }, 400, "10015"],
    ["with a field that there is not", { webhook_urls: ["https://x.example/"] }, 400, "10015"],
  ] as const)("is refused a message %s", async (_what, change, status, code) => {
    const off = standIn.control.addProfile({ name: "Off", enabled: false });
    standIn.control.addNumber({ number: "+15550100002", profile: off });
    standIn.control.addNumber({ number: "+15550100003", profile: null });
    standIn.control.addNumber({ number: "+15550100004", mms: false });
    standIn.control.addPhone({ number: "+15550199009", kind: "notMobile" });
    expect(await refused(send(change))).toEqual({ status, codes: [code] });
    expect(standIn.control.messages()).toEqual([]);
  });

  it("may send a text of ten parts", async () => {
    expect((await send({ text: "x".repeat(1530) })).data?.parts).toBe(10);
  });

  it("is refused with a wrong key, and at an address that there is not", async () => {
    const stranger = vendorClient(standIn, { apiKey: "KEY0" });
    expect(await refused(stranger.messagingProfiles.list())).toEqual({ status: 401, codes: ["10009"] });
    expect(await refused(vendorClient(standIn).get("/nothing"))).toEqual({ status: 404, codes: ["10005"] });
  });

  it("is told of an error where it stands, with its title", async () => {
    const thrown: unknown = await send({ from: phone }).catch((reason: unknown) => reason);
    expect(thrown).toMatchObject({
      error: {
        errors: [
          {
            code: "40305",
            title: "Invalid 'from' address",
            detail: expect.any(String),
            source: { pointer: "/from" },
          },
        ],
      },
    });
  });
});

describe("the repeats that Telnyx's own client does by itself", () => {
  const repeating = () =>
    vendorClient(standIn, { maxRetries: 2 }).messages.send({ from: line, to: phone, text: "hi" });

  it("would send a text three times where its answers are lost", async () => {
    standIn.control.misbehave({ match: "send", kind: "dropAnswer", times: 2 });
    await repeating();
    await standIn.control.idle();
    expect(standIn.control.phone(phone).messages.map(({ body }) => body)).toEqual(["hi", "hi", "hi"]);
  });

  it("would do so after an error of the server's that came too late", async () => {
    standIn.control.misbehave({ match: "send", kind: "garble", status: 502, body: "Bad gateway" });
    await repeating();
    expect(standIn.control.phone(phone).messages).toHaveLength(2);
  });

  it("ask again about somebody who opted out, since that is answered with 409", async () => {
    await standIn.control.text({ from: phone, to: line, body: "STOP" });
    expect(await refused(repeating())).toEqual({ status: 409, codes: ["40300"] });
    expect(standIn.control.calls()).toHaveLength(3);
  });

  it("are off in ours: one call, one try", async () => {
    standIn.control.misbehave({ match: "send", kind: "dropAnswer" });
    await expect(send()).rejects.toThrow();
    await standIn.control.idle();
    expect(standIn.control.phone(phone).messages).toHaveLength(1);
    standIn.control.misbehave({ match: "send", kind: "fail", status: 429 });
    expect(await refused(send())).toEqual({ status: 429, codes: ["10011"] });
    expect(standIn.control.calls()).toHaveLength(2);
  });
});
