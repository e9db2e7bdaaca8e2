import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TelnyxStandIn } from "../../../src/sandbox/telnyx/types/stand-in.ts";
import type { PhoneKind } from "../../../src/sandbox/types/numbers.ts";
import { createApp, createStandIn, line, phone, refused, vendorClient } from "./stand-in-world.ts";

let standIn: TelnyxStandIn;
let app: Awaited<ReturnType<typeof createApp>>;
const clock = { ms: 0 };

beforeEach(async () => {
  clock.ms = Date.now();
  app = await createApp();
  standIn = await createStandIn({ inboundUrl: `${app.url}/in`, now: () => new Date(clock.ms) });
});
afterEach(async () => {
  await standIn.stop();
  await app.stop();
});

const send = (more: object = {}) =>
  vendorClient(standIn).messages.send({ from: line, to: phone, text: "hi", ...more });
const text = (body: string, more: object = {}) =>
  standIn.control.text({ from: phone, to: line, body, ...more });
const shown = () => standIn.control.phone(phone).messages;
const payload = (index = 0) => app.hooks[index]?.event.data.payload;
const finalized = () =>
  app.hooks.map(({ event }) => event.data).find(({ event_type: type }) => type === "message.finalized")
    ?.payload;

describe("the stand-in's phones", () => {
  it.each<[PhoneKind, string, string | null, boolean]>([
    ["mobile", "delivered", null, true],
    ["silent", "delivery_unconfirmed", null, true],
    ["landline", "delivery_failed", "40001", false],
    ["unreachable", "delivery_failed", "40008", false],
    ["blocked", "delivery_failed", "40004", false],
    ["unknown", "delivery_failed", "40012", false],
    ["filtered", "delivery_failed", "40002", false],
  ])("of kind %s: %s, %s", async (kind, status, code, arrived) => {
    standIn.control.addPhone({ number: phone, kind });
    await send();
    await standIn.control.idle();
    expect(finalized()?.to).toMatchObject([{ status }]);
    expect(finalized()?.errors.map((error) => error.code)).toEqual(code === null ? [] : [code]);
    expect(shown()).toMatchObject([{ errorCode: code, arrived }]);
  });

  it("can't text a number that is not the account's", async () => {
    await expect(standIn.control.text({ from: phone, to: "+15550100009", body: "hi" })).rejects.toThrow(
      "add it first",
    );
  });
});

describe("the stand-in's opt-out", () => {
  const other = "+15550100002";
  beforeEach(() => standIn.control.addNumber({ number: other }));

  it.each(["STOP", " stop ", "StopAll", "stop all", "Unsubscribe", "CANCEL", "end", "Quit"])(
    "answers %j, and blocks each number of the profile for this phone",
    async (word) => {
      await text(word);
      await standIn.control.idle();
      expect(payload()).toMatchObject({ autoresponse_type: "STOP", text: word });
      expect(shown()).toMatchObject([
        { direction: "inbound" },
        { direction: "outbound-reply", arrived: true },
      ]);
      expect(standIn.control.phone(phone).stopped).toEqual([line, other]);
      expect(await refused(send())).toEqual({ status: 409, codes: ["40300"] });
      expect(await refused(send({ from: other }))).toEqual({ status: 409, codes: ["40300"] });
      expect((await send({ to: "+15550199002" })).data).toBeDefined();
    },
  );

  it("blocks nothing of another profile", async () => {
    standIn.control.addNumber({ number: other, profile: standIn.control.addProfile({ name: "Billing" }) });
    await text("STOP");
    expect((await send({ from: other })).data).toBeDefined();
  });

  it.each(["please stop", "stop it", "", "REVOKE", "optout", "yes", "help"])(
    "takes %j for a text like any other",
    async (body) => {
      await text(body);
      expect(payload()).not.toHaveProperty("autoresponse_type");
      expect(standIn.control.optOuts()).toEqual([]);
    },
  );

  it.each(["START", "Unstop"])("ends with %j", async (word) => {
    await text("STOP");
    await text(word);
    await standIn.control.idle();
    expect(app.hooks.map(({ event }) => event.data.payload.autoresponse_type).filter(Boolean)).toEqual([
      "STOP",
      "START",
    ]);
    expect(standIn.control.optOuts()).toEqual([]);
    expect((await send()).data).toBeDefined();
  });

  it("answers HELP where the profile has words for it, and tells what became of that as of any other message", async () => {
    standIn.control.addProfile({ id: standIn.profileId, name: "Stand-in", help: "Call us at 555 0100." });
    await text("help");
    await standIn.control.idle();
    const [asked, ...answers] = app.hooks.map(({ event }) => event.data);
    expect(asked?.payload).toMatchObject({ autoresponse_type: "HELP" });
    expect(answers.map(({ event_type: type }) => type)).toEqual(["message.sent", "message.finalized"]);
    expect(new Set(answers.map(({ payload: { id } }) => id)).size).toBe(1);
  });

  it("is refused with the HTTP status that it is told", async () => {
    await standIn.stop();
    standIn = await createStandIn({ blockedStatus: 403 });
    await text("STOP");
    expect(await refused(send())).toEqual({ status: 403, codes: ["40300"] });
  });
});

describe("the stand-in's next outcomes", () => {
  it("refuse so many messages to so many numbers", async () => {
    standIn.control.setOutcome({ to: phone, times: 2, outcome: { kind: "reject", code: "20100" } });
    expect((await send({ to: "+15550199002" })).data).toBeDefined();
    expect(await refused(send())).toEqual({ status: 403, codes: ["20100"] });
    expect(await refused(send())).toEqual({ status: 403, codes: ["20100"] });
    expect((await send()).data).toBeDefined();
  });

  it("fail with a code and a title, with or without having been sent", async () => {
    const lost = { kind: "fail", code: "40300", title: "Something else" } as const;
    standIn.control.setOutcome({ outcome: { ...lost, status: "sending_failed" } });
    standIn.control.setOutcome({ outcome: lost });
    await send();
    await standIn.control.idle();
    expect(app.hooks.map(({ event }) => event.data.event_type)).toEqual(["message.finalized"]);
    expect(finalized()).toMatchObject({
      to: [{ status: "sending_failed" }],
      errors: [{ title: "Something else" }],
    });
    await send();
    await standIn.control.idle();
    expect(shown()).toMatchObject([
      { status: "failed", errorCode: "40300", sentAt: null },
      { status: "undelivered", errorCode: "40300", sentAt: expect.any(String) },
    ]);
  });

  it("stay silent, or stay in the queue", async () => {
    standIn.control.setOutcome({ outcome: { kind: "silent" } });
    standIn.control.setOutcome({ outcome: { kind: "stuck" } });
    await send();
    await send();
    await standIn.control.idle();
    expect(shown()).toMatchObject([
      { status: "sent", arrived: true },
      { status: "queued", arrived: false },
    ]);
    expect(app.hooks.map(({ event }) => event.data.event_type)).toEqual(["message.sent"]);
  });
});

describe("a group text", () => {
  it("is an MMS, and names whom else it went to", async () => {
    await text("All of us", { others: ["+15550199002"] });
    expect(payload()).toMatchObject({
      type: "MMS",
      to: [{ phone_number: line, status: "webhook_delivered" }],
      cc: [{ phone_number: "+15550199002", status: "delivered" }],
    });
    expect(shown()).toMatchObject([{ recipients: [line, "+15550199002"] }]);
  });
});

describe("what comes with a text", () => {
  const png = { contentType: "image/png", base64: Buffer.from("picture").toString("base64") };

  it("stands at an address that asks for nothing", async () => {
    const id = await text("look", { media: [png] });
    expect(payload()).toMatchObject({
      type: "MMS",
      media: [
        {
          content_type: "image/png",
          size: 7,
          hash_sha256: createHash("sha256").update("picture").digest("hex"),
        },
      ],
    });
    const answer = await fetch(payload()?.media[0]?.url ?? "");
    expect([answer.headers.get("content-type"), await answer.text()]).toEqual(["image/png", "picture"]);
    expect(standIn.control.media(id)).toEqual([png]);
  });

  it("is gone after a day, or when it is told so", async () => {
    await text("look", { media: [png] });
    await text("again", { media: [png] });
    clock.ms += 86_400_000;
    await text("now", { media: [png] });
    const urls = app.hooks.map(({ event }) => event.data.payload.media[0]?.url ?? "");
    const statuses = () => Promise.all(urls.map(async (url) => (await fetch(url)).status));
    expect(await statuses()).toEqual([403, 403, 200]);
    standIn.control.expireMedia();
    expect(await statuses()).toEqual([403, 403, 403]);
  });

  it("is said to stand where the text says, may be large, and may fail to come", async () => {
    await text("", {
      media: [
        { ...png, url: "http://127.0.0.1:9/x" },
        { ...png, size: 2_000_000 },
      ],
    });
    expect(payload()?.media).toMatchObject([{ url: "http://127.0.0.1:9/x" }, { size: 2_000_000 }]);
    standIn.control.misbehave({ match: "media", kind: "fail", status: 503 });
    expect((await fetch(payload()?.media[1]?.url ?? "")).status).toBe(503);
  });

  it("is not by SMS where it came by another app", async () => {
    await text("Hola", { channel: "WHATSAPP" });
    await text("Salut", { channel: "RCS" });
    expect(payload(0)).toMatchObject({ type: "WHATSAPP", to: line, body: { text: { body: "Hola" } } });
    expect(payload(0)).not.toHaveProperty("text");
    expect(payload(1)).toMatchObject({
      type: "RCS",
      to: [{ agent_id: "agent_15550100001" }],
      body: { text: "Salut" },
    });
  });
});

describe("what goes along with a message", () => {
  let site: Server;
  let url = "";
  beforeEach(async () => {
    site = createServer(({ url: path = "" }, response) => {
      if (path === "/elsewhere") return void response.writeHead(302, { location: "/a.gif" }).end();
      if (path === "/gone") return void response.writeHead(404).end();
      response.writeHead(200, { "content-type": "image/gif; x=1" });
      response.end(path === "/large" ? Buffer.alloc(600_000) : "GIF89a");
    });
    await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    site.closeAllConnections();
    await new Promise((resolve) => site.close(resolve));
  });

  it("is fetched, also where it is elsewhere by now, and arrives", async () => {
    const { data } = await send({ media_urls: [`${url}/a.gif`, `${url}/elsewhere`] });
    expect(data).toMatchObject({
      type: "MMS",
      media: [{ url: `${url}/a.gif` }, { url: `${url}/elsewhere` }],
    });
    await standIn.control.idle();
    const gif = { contentType: "image/gif", base64: Buffer.from("GIF89a").toString("base64") };
    expect(standIn.control.media(data?.id ?? "")).toEqual([gif, gif]);
    expect(finalized()).toMatchObject({ to: [{ status: "delivered" }] });
  });

  it.each([
    ["can't be had", ["/a.gif", "/gone"]],
    ["is too much together", ["/large", "/large"]],
  ])("fails the message when it %s", async (_what, files) => {
    await send({ media_urls: files.map((path) => url + path) });
    await standIn.control.idle();
    expect(finalized()).toMatchObject({ to: [{ status: "sending_failed" }], errors: [{ code: "40317" }] });
    expect(shown()).toMatchObject([{ arrived: false, sentAt: null }]);
  });
});
