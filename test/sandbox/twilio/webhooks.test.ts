import twilio from "twilio";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TwilioStandIn, TwilioStandInOptions } from "../../../src/sandbox/twilio/types/stand-in.ts";
import {
  type AppOptions,
  createApp,
  createStandIn,
  line,
  phone,
  type ReceivedHook,
  until,
  vendorClient,
} from "./stand-in-world.ts";

let standIn: TwilioStandIn;
let app: Awaited<ReturnType<typeof createApp>>;

async function start(options: TwilioStandInOptions = {}, appOptions: AppOptions = {}) {
  app = await createApp(appOptions);
  standIn = await createStandIn({ inboundUrl: `${app.url}/in?a=1`, ...options });
}

beforeEach(() => start());
afterEach(stop);

async function stop() {
  await standIn.stop();
  await app.stop();
}

async function restart(options: TwilioStandInOptions, appOptions: AppOptions = {}) {
  await stop();
  await start(options, appOptions);
}

const text = (body = "hi") => standIn.control.text({ from: phone, to: line, body });
const send = () =>
  vendorClient(standIn).messages.create({
    from: line,
    to: phone,
    body: "Yes",
    statusCallback: `${app.url}/status?message=m-1`,
  });
const statuses = () => app.hooks.map(({ params }) => params.MessageStatus);
const isGenuine = ({ headers, url, params }: ReceivedHook, token = standIn.authToken) =>
  twilio.validateRequest(token, String(headers["x-twilio-signature"]), url, params);

describe("the stand-in's webhooks", () => {
  it("tell of a text, signed as the oracle expects", async () => {
    const sid = await text("Ünd 🌷 &=+");
    expect(app.hooks).toHaveLength(1);
    expect(app.hooks[0]?.params).toMatchObject({
      MessageSid: sid,
      From: phone,
      To: line,
      Body: "Ünd 🌷 &=+",
      NumMedia: "0",
      AccountSid: standIn.accountSid,
    });
    expect(app.hooks.every((hook) => isGenuine(hook))).toBe(true);
    expect(isGenuine(app.hooks[0] as ReceivedHook, "other")).toBe(false);
  });

  it("tell of each further status, in order, at the address that the send gave", async () => {
    const { sid } = await send();
    await standIn.control.idle();
    expect(statuses()).toEqual(["sent", "delivered"]);
    for (const hook of app.hooks) {
      expect(hook.path).toBe("/status?message=m-1");
      expect(hook.params.MessageSid).toBe(sid);
      expect(isGenuine(hook)).toBe(true);
    }
  });

  it("go to the number's own address where it has one", async () => {
    standIn.control.addNumber({ number: line, smsUrl: `${app.url}/own` });
    await text();
    expect(app.hooks[0]?.path).toBe("/own");
  });

  it("are signed with the new token after a rotation, while the API takes both", async () => {
    standIn.control.rotateToken("new");
    await text();
    expect(isGenuine(app.hooks[0] as ReceivedHook, "new")).toBe(true);
    expect(await vendorClient(standIn).messages.list()).toHaveLength(1);
    expect(await vendorClient(standIn, "new").messages.list()).toHaveLength(1);
  });

  it("come once more, with the same token, when the connection breaks", async () => {
    await restart({}, { answer: (_hook, count) => (count === 1 ? "cut" : { status: 204 }) });
    await text();
    expect(app.hooks).toHaveLength(2);
    const [first, second] = app.hooks.map(({ headers }) => headers["i-twilio-idempotency-token"]);
    expect(first).toBe(second);
    expect(standIn.control.deliveries()).toMatchObject([
      { state: "delivered", attempts: [{ status: null }, { status: 204 }] },
    ]);
  });

  it("come no third time", async () => {
    await restart({}, { answer: () => "cut" });
    await text();
    expect(app.hooks).toHaveLength(2);
    expect(standIn.control.deliveries()).toMatchObject([{ state: "failed" }]);
  });

  it("do not come again after an answer, not even a bad one, unless told to", async () => {
    const answer = () => ({ status: 500 });
    await restart({}, { answer });
    await text();
    expect(app.hooks).toHaveLength(1);
    expect(standIn.control.deliveries()[0]?.attempts[0]?.warning).toContain("11200");
    await restart({ retryOn: "any" }, { answer });
    await text();
    expect(app.hooks).toHaveLength(2);
  });

  it("are given up when no answer comes in time, without time for another try", async () => {
    await restart({ webhookTimeoutMs: 50 }, { answer: () => "never" });
    await text();
    expect(standIn.control.deliveries()).toMatchObject([{ state: "failed", attempts: [{ status: null }] }]);
  });

  it.each([
    ["text/xml", "<Response/>", null],
    ["application/xml; charset=utf-8", '<?xml version="1.0"?><Response></Response>', null],
    ["text/plain", "ok", "12300"],
    ["text/xml", "<html/>", "12200"],
  ])("are answered as %s with %s: warning %s", async (type, body, warning) => {
    await restart({}, { answer: () => ({ status: 200, type, body }) });
    await text();
    const told = standIn.control.deliveries()[0]?.attempts[0]?.warning;
    expect(told?.slice(0, 5) ?? null).toBe(warning);
  });
});

describe("the stand-in's webhooks, told to misbehave,", () => {
  it("come twice", async () => {
    standIn.control.misbehave({ match: "inbound", kind: "duplicate" });
    const sid = await text();
    await text();
    expect(app.hooks.map(({ params }) => params.MessageSid === sid)).toEqual([true, true, false]);
  });

  it("overtake each other", async () => {
    standIn.control.misbehave({ match: "inbound", kind: "reorder" });
    await text("first");
    await text("second");
    await standIn.control.idle();
    expect(app.hooks.map(({ params }) => params.Body)).toEqual(["second", "first"]);
  });

  it("overtake each other in one message's report", async () => {
    standIn.control.misbehave({ match: "status", kind: "reorder" });
    await send();
    await standIn.control.idle();
    expect(statuses()).toEqual(["delivered", "sent"]);
  });

  it("wait until they are released", async () => {
    standIn.control.misbehave({ match: "inbound", kind: "hold", times: 2 });
    await text("first");
    await text("second");
    expect(app.hooks).toEqual([]);
    expect(standIn.control.state().held).toBe(2);
    expect(standIn.control.deliveries()).toMatchObject([{ state: "held" }, { state: "held" }]);
    standIn.control.release();
    await standIn.control.idle();
    expect(app.hooks).toHaveLength(2);
  });

  it("come again when their answer is lost", async () => {
    standIn.control.misbehave({ match: "inbound", kind: "dropAnswer" });
    await text();
    expect(app.hooks).toHaveLength(2);
  });

  it("get lost when both tries fail", async () => {
    standIn.control.misbehave({ match: "inbound", kind: "fail", times: 2 });
    await text();
    expect(app.hooks).toEqual([]);
    expect(standIn.control.deliveries()).toMatchObject([{ state: "failed" }]);
  });

  it("wait while the stand-in is down, whose API cuts connections", async () => {
    standIn.control.down(true);
    await text();
    await expect(vendorClient(standIn).messages.list()).rejects.toThrow();
    expect(app.hooks).toEqual([]);
    standIn.control.down(false);
    await standIn.control.idle();
    expect(app.hooks).toHaveLength(1);
    expect(await vendorClient(standIn).messages.list()).toHaveLength(1);
  });

  it("may report a text before its send is answered", async () => {
    standIn.control.misbehave({ match: "send", kind: "hold" });
    const sent = send();
    await until(() => statuses().includes("delivered"));
    standIn.control.release();
    expect((await sent).sid).toBe(app.hooks[0]?.params.MessageSid);
  });
});
