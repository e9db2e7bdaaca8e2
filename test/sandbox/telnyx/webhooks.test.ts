import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TelnyxStandIn, TelnyxStandInOptions } from "../../../src/sandbox/telnyx/types/stand-in.ts";
import { until } from "../../journeys/until.ts";
import {
  type AppAnswer,
  createApp,
  createStandIn,
  line,
  phone,
  type ReceivedHook,
  vendorClient,
} from "./stand-in-world.ts";

let standIn: TelnyxStandIn;
let app: Awaited<ReturnType<typeof createApp>>;

async function start(
  options: TelnyxStandInOptions = {},
  answer?: (hook: ReceivedHook, count: number) => AppAnswer,
) {
  app = await createApp(answer);
  standIn = await createStandIn({ inboundUrl: `${app.url}/in?a=1`, ...options });
}

beforeEach(() => start());
afterEach(stop);

async function stop() {
  await standIn.stop();
  await app.stop();
}

async function restart(...args: Parameters<typeof start>) {
  await stop();
  await start(...args);
}

const text = (body = "hi") => standIn.control.text({ from: phone, to: line, body });
const send = (more: object = {}) =>
  vendorClient(standIn).messages.send({
    from: line,
    to: phone,
    text: "Yes",
    webhook_url: `${app.url}/status?message=m-1`,
    ...more,
  });
const told = () => app.hooks.map(({ event }) => event.data.event_type);
const paths = () => app.hooks.map(({ path }) => path);
const hook = (index = 0): ReceivedHook => {
  const found = app.hooks[index];
  if (found === undefined) throw new Error(`there are ${app.hooks.length} webhooks`);
  return found;
};
/** What the vendor's client makes of it. @throws where it takes it for nothing of Telnyx's */
const unwrap = ({ body, headers }: ReceivedHook, publicKey = standIn.publicKey) =>
  vendorClient(standIn).webhooks.unwrap(body, { headers, key: publicKey });

describe("the stand-in's webhooks", () => {
  it("tell of a text, as the vendor's client takes for genuine", async () => {
    const id = await text("Ünd 🌷 &=+");
    expect(app.hooks).toHaveLength(1);
    expect(await unwrap(hook())).toMatchObject({
      data: {
        record_type: "event",
        event_type: "message.received",
        payload: {
          id,
          direction: "inbound",
          type: "SMS",
          from: { phone_number: phone },
          to: [{ phone_number: line, status: "webhook_delivered" }],
          text: "Ünd 🌷 &=+",
          media: [],
          messaging_profile_id: standIn.profileId,
        },
      },
    });
    expect(hook().event.meta).toEqual({ attempt: 1, delivered_to: `${app.url}/in?a=1` });
  });

  it("are no genuine ones once a letter of them is another one, or their time, or the key", async () => {
    await text("five");
    const { body, headers } = hook();
    const later = String(Number(headers["telnyx-timestamp"]) + 1);
    const wrong = [
      { ...hook(), body: body.replace("five", "nine") },
      { ...hook(), headers: { ...headers, "telnyx-timestamp": later } },
      { ...hook(), headers: { ...headers, "telnyx-signature-ed25519": "" } },
    ];
    for (const one of wrong) await expect(unwrap(one)).rejects.toThrow(/ignature/);
    await expect(unwrap(hook(), standIn.control.rotateKey())).rejects.toThrow(/ignature/);
  });

  it.each([-330, 330])("are no genuine ones when they are %i seconds from now", async (seconds) => {
    await restart({ now: () => new Date(Date.now() + seconds * 1_000) });
    await text();
    await expect(unwrap(hook())).rejects.toThrow(/too old or too new/);
  });

  it("are signed by the new key once there is one", async () => {
    const newer = standIn.control.rotateKey();
    await text();
    await expect(unwrap(hook())).rejects.toThrow(/does not match/);
    expect(await unwrap(hook(), newer)).toMatchObject({ data: { event_type: "message.received" } });
    expect(standIn.control.state().publicKey).toBe(newer);
  });

  it("tell that a message was sent and what became of it, in order, at the address that the send gave", async () => {
    const { data } = await send();
    await standIn.control.idle();
    expect(told()).toEqual(["message.sent", "message.finalized"]);
    expect(paths()).toEqual(["/status?message=m-1", "/status?message=m-1"]);
    const payloads = app.hooks.map(({ event }) => event.data.payload);
    expect(payloads).toMatchObject([
      { id: data?.id, to: [{ status: "sent" }], errors: [] },
      { id: data?.id, to: [{ status: "delivered" }], errors: [] },
    ]);
    expect(new Set(app.hooks.map(({ event }) => event.data.id)).size).toBe(2);
  });

  it("go to the profile where the send gave no address", async () => {
    await send({ webhook_url: undefined });
    await standIn.control.idle();
    expect(paths()).toEqual(["/in?a=1", "/in?a=1"]);
  });

  it("go nowhere where neither has one", async () => {
    await send({ webhook_url: undefined, use_profile_webhooks: false });
    await standIn.control.idle();
    expect(app.hooks).toEqual([]);
    expect(standIn.control.phone(phone).messages).toMatchObject([{ status: "delivered" }]);
  });

  it("come three times, as the same event, and then to the next address", async () => {
    await restart({}, ({ path }) => (path === "/failover" ? 200 : 503));
    standIn.control.addProfile({
      id: standIn.profileId,
      name: "Stand-in",
      failoverUrl: `${app.url}/failover`,
    });
    await text();
    expect(paths()).toEqual(["/in?a=1", "/in?a=1", "/in?a=1", "/failover"]);
    expect(app.hooks.map(({ event }) => event.meta.attempt)).toEqual([1, 2, 3, 4]);
    expect(new Set(app.hooks.map(({ event }) => event.data.id)).size).toBe(1);
    for (const one of app.hooks) expect(await unwrap(one)).toBeDefined();
    expect(standIn.control.deliveries()).toMatchObject([
      { state: "delivered", attempts: [{ status: 503 }, { status: 503 }, { status: 503 }, { status: 200 }] },
    ]);
  });

  it("go on to the profile's addresses when the message's own take nothing", async () => {
    await restart({}, ({ path }) => (path.startsWith("/in") ? 204 : 404));
    await send({ webhook_failover_url: `${app.url}/other` });
    await standIn.control.idle();
    const each = [...Array(3).fill("/status?message=m-1"), ...Array(3).fill("/other"), "/in?a=1"];
    expect(paths()).toEqual([...each, ...each]);
  });

  it("are given up after the last address", async () => {
    await restart({}, () => "cut");
    await text();
    expect(app.hooks).toHaveLength(3);
    expect(standIn.control.deliveries()).toMatchObject([{ state: "failed" }]);
  });

  it.each([301, 400, 500])("are not taken by an answer of %i", async (status) => {
    await restart({}, (_hook, count) => (count === 1 ? status : 202));
    await text();
    expect(standIn.control.deliveries()).toMatchObject([
      { state: "delivered", attempts: [{ status }, { status: 202 }] },
    ]);
  });

  it("wait no longer than they may for an answer", async () => {
    await restart({ webhookTimeoutMs: 50 }, () => "never");
    await text();
    expect(app.hooks).toHaveLength(3);
    expect(standIn.control.deliveries()).toMatchObject([
      { state: "failed", attempts: [{ status: null }, { status: null }, { status: null }] },
    ]);
  });
});

describe("the stand-in's webhooks, told to misbehave,", () => {
  const ids = () => app.hooks.map(({ event }) => event.data.id);
  const messages = () => app.hooks.map(({ event }) => event.data.payload.id);

  it("come twice as one event", async () => {
    standIn.control.misbehave({ match: "inbound", kind: "duplicate" });
    const id = await text();
    expect(messages()).toEqual([id, id]);
    expect(new Set(ids()).size).toBe(1);
  });

  it("come as two events of one message", async () => {
    standIn.control.misbehave({ match: "inbound", kind: "reissue" });
    const id = await text();
    expect(messages()).toEqual([id, id]);
    expect(new Set(ids()).size).toBe(2);
  });

  it("overtake each other", async () => {
    standIn.control.misbehave({ match: "inbound", kind: "reorder" });
    const first = await text("first");
    const second = await text("second");
    await standIn.control.idle();
    expect(messages()).toEqual([second, first]);
  });

  it("overtake each other in what is told of one message", async () => {
    standIn.control.misbehave({ match: "status", kind: "reorder" });
    await send();
    await standIn.control.idle();
    expect(told()).toEqual(["message.finalized", "message.sent"]);
  });

  it("wait until they are released, and are signed only then", async () => {
    standIn.control.misbehave({ match: "inbound", kind: "hold" });
    await text();
    expect(app.hooks).toEqual([]);
    expect(standIn.control.state().held).toBe(1);
    expect(standIn.control.deliveries()).toMatchObject([{ state: "held", attempts: [] }]);
    standIn.control.release();
    await standIn.control.idle();
    expect(await unwrap(hook())).toBeDefined();
  });

  it("come again when their answer is lost, and get lost when every try fails", async () => {
    standIn.control.misbehave({ match: "inbound", kind: "dropAnswer" });
    await text();
    expect(app.hooks).toHaveLength(2);
    standIn.control.misbehave({ match: "inbound", kind: "fail", times: 3 });
    await text();
    expect(app.hooks).toHaveLength(2);
    expect(standIn.control.deliveries()).toMatchObject([{ state: "delivered" }, { state: "failed" }]);
  });

  it("wait while the stand-in is down, whose API cuts connections", async () => {
    standIn.control.down(true);
    await text();
    await expect(vendorClient(standIn).messagingOptouts.list()).rejects.toThrow("Connection error");
    expect(app.hooks).toEqual([]);
    standIn.control.down(false);
    await standIn.control.idle();
    expect(app.hooks).toHaveLength(1);
    expect((await vendorClient(standIn).messagingOptouts.list()).data).toEqual([]);
  });

  it("may tell of a message before its send is answered", async () => {
    standIn.control.misbehave({ match: "send", kind: "hold" });
    const sent = send();
    await until("it is finalized", () => told().includes("message.finalized"));
    standIn.control.release();
    expect((await sent).data?.id).toBe(messages()[0]);
  });
});
