import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { Agent, fetch as post } from "undici";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { freePort } from "../../src/lib/free-port.ts";
import { signForm } from "../../src/sandbox/twilio/sign.ts";
import { countOf } from "./owed.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
const form = "application/x-www-form-urlencoded";
/** How many payloads of any shape go to each address; more of them look for new trouble. */
const attacks = Number(process.env.ATTACKS ?? 1_000);
const dispatcher = new Agent({ connections: 32 });
afterAll(() => dispatcher.destroy());

/** Signed as Slack would. */
async function fromSlack(body: string, type = "application/json") {
  const stamp = String(Math.floor(Date.now() / 1000));
  const secret = world.sandbox.environment.SLACK_SIGNING_SECRET ?? "";
  const signature = `v0=${createHmac("sha256", secret).update(`v0:${stamp}:${body}`).digest("hex")}`;
  const headers = {
    "content-type": type,
    "x-slack-request-timestamp": stamp,
    "x-slack-signature": signature,
  };
  return await post(`${world.address}/slack/events`, { method: "POST", headers, body, dispatcher });
}

/** Signed as Twilio would. */
async function fromTwilio(params: Record<string, string>, kind: "inbound" | "status" = "inbound") {
  const url = `${world.address}/webhooks/twilio/${kind}`;
  const signature = signForm(world.sandbox.twilio.authToken, url, params);
  const headers = { "content-type": form, "x-twilio-signature": signature };
  const body = new URLSearchParams(params).toString();
  return await post(url, { method: "POST", headers, body, dispatcher });
}

const asPayload = (json: string) => `payload=${encodeURIComponent(json)}`;

/** Exactly these bytes; resolves with the status. */
function raw(target: string, port = new URL(world.address).port): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), "127.0.0.1");
    let answer = "";
    socket.on("error", reject).on("data", (data) => {
      answer += data.toString("latin1");
    });
    socket.on("close", () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0)));
    socket.write(`GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
  });
}

describe("what nobody honest would send", () => {
  beforeAll(async () => {
    world = await createWorld({ mode: "http" });
  });
  afterAll(() => world.stop());

  it.each(["null", "[]", "[1]", "1", '"x"', "true", "", "{"])(
    "a signed body %j is refused with 400, as JSON and as a form's payload",
    async (body) => {
      const refused = await world.metric("webhooks_refused_total");
      expect((await fromSlack(body)).status).toBe(400);
      expect((await fromSlack(asPayload(body), form)).status).toBe(400);
      expect(await world.metric("webhooks_refused_total")).toBe(refused + 2);
      expect((await fetch(`${world.address}/healthz`)).status).toBe(200);
    },
  );

  it.each([
    ["view_submission without anything", { type: "view_submission" }, 400],
    ["view_closed without a view", { type: "view_closed", user: { id: "U1" } }, 400],
    ["view_submission whose user is a word", { type: "view_submission", user: "U1", view: {} }, 400],
    ["view_submission that nobody waits for", { type: "view_submission", user: { id: "U1" }, view: {} }, 200],
    ["view_closed that nobody waits for", { type: "view_closed", user: { id: "U1" }, view: {} }, 200],
  ])("a signed %s is answered within three seconds", async (_, payload, status) => {
    const began = performance.now();
    const answer = await fromSlack(asPayload(JSON.stringify(payload)), form);
    expect(answer.status).toBe(status);
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it(`ends nothing: ${attacks} payloads of any shape to each address, and a text still arrives`, async () => {
    const words = [
      "event_callback",
      "block_actions",
      "view_submission",
      "message_action",
      "shortcut",
      "message",
    ];
    const value = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom<unknown>(...words, null, 1, "C1", "1.2", {}, [], [null]) },
      { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    );
    const names = ["type", "event", "user", "view", "team", "channel", "actions", "message", "container"];
    const record = fc.dictionary(fc.constantFrom(...names, "payload", "command", "ts", "item"), value);
    const nested = fc.record({ type: value, event: record, user: record, view: record, team: value });
    const payload = fc.oneof(value, record, nested);
    const params = fc.dictionary(
      fc.constantFrom(
        "MessageSid",
        "From",
        "To",
        "Body",
        "NumMedia",
        "MediaUrl0",
        "MessageStatus",
        "ErrorCode",
      ),
      fc.oneof(fc.string(), fc.constantFrom(scene.maria, scene.line, "whatsapp:+1", "delivered", "SM1", "0")),
    );
    const sample = { numRuns: attacks, seed: 8 };
    const slack = fc.sample(payload, sample).map((one) => () => {
      const json = JSON.stringify(one) ?? "null";
      return json.length % 2 === 0 ? fromSlack(json) : fromSlack(asPayload(json), form);
    });
    const twilio = fc
      .sample(params, sample)
      .map((one, index) => () => fromTwilio({ ...one }, index % 2 === 0 ? "inbound" : "status"));
    const all = slack.flatMap((send, index) => [send, twilio[index] ?? send]);
    const statuses = new Set<number>();
    for (let next = 0; next < all.length; next += 64) {
      const answers = await Promise.all(all.slice(next, next + 64).map((send) => send()));
      for (const answer of answers) {
        statuses.add(answer.status);
        await answer.arrayBuffer();
      }
    }
    expect([...statuses].toSorted()).toEqual([200, 204, 400]);
    expect((await fetch(`${world.address}/healthz`)).status).toBe(200);
    await world.opened("Are you still there?");
  });

  it("a JSON body of Twilio's whose values are no words is refused with 400", async () => {
    const { createHash } = await import("node:crypto");
    for (const values of [
      { Body: { toString: 1 } },
      { From: null },
      { To: ["+1"] },
      { NumMedia: { a: 1 } },
    ]) {
      const body = JSON.stringify({ MessageSid: "SM1", From: scene.maria, To: scene.line, ...values });
      const hash = createHash("sha256").update(body).digest("hex");
      const url = `${world.address}/webhooks/twilio/inbound?bodySHA256=${hash}`;
      const signature = signForm(world.sandbox.twilio.authToken, url, {});
      const headers = { "content-type": "application/json", "x-twilio-signature": signature };
      expect((await post(url, { method: "POST", headers, body, dispatcher })).status).toBe(400);
    }
  });

  it.each([
    "//webhooks/metrics",
    "//webhooks/readyz",
    "/webhooks/..\\metrics",
    "/webhooks/../metrics",
    "/webhooks/%2e%2e/metrics",
    "/webhooks/..%2fhealthz",
    "/webhooks/..%5creadyz",
    "/./metrics",
    "/metrics/",
    "/slack/../readyz",
    "http://x/metrics",
    "/metrics;x",
  ])("what lies inside can't be reached as %s", async (target) => {
    expect(await raw(target)).toBe(404);
  });

  it("what is refused is logged once a minute, however often it comes, and counted each time", async () => {
    let log = "";
    const write = (line: string) => {
      log += line;
    };
    const other = await createWorld({ mode: "http", env: { LOG_LEVEL: "info" }, log: { write } });
    onTestFinished(() => other.stop());
    for (let time = 0; time < 50; time += 1) {
      await fetch(`${other.address}/slack/events`, { method: "POST", body: "{}" });
      await fetch(`${other.address}/webhooks/twilio/inbound`, { method: "POST", body: "{}" });
    }
    expect(await other.metric("webhooks_refused_total")).toBe(100);
    expect(log.match(/refused/g)).toHaveLength(2);
  });
});

describe("a body that never ends", () => {
  it("is given up after 20 seconds, and what all of them hold together has a limit", async () => {
    world = await createWorld();
    onTestFinished(() => world.stop());
    const port = Number(new URL(world.address).port);
    const head = "POST /webhooks/twilio/inbound HTTP/1.1\r\nhost: x\r\ncontent-length: 900000\r\n\r\n";
    const began = performance.now();
    const statuses = await Promise.all(
      Array.from({ length: 90 }, () => {
        const socket = connect(port, "127.0.0.1");
        socket.write(head);
        socket.write("x".repeat(800_000));
        return new Promise<string>((resolve, reject) => {
          socket.on("error", reject).on("data", (data) => {
            resolve(data.toString("latin1").slice(9, 12));
            socket.destroy();
          });
        });
      }),
    );
    expect(new Set(statuses)).toEqual(new Set(["408", "503"]));
    expect(performance.now() - began).toBeLessThan(30_000);
    await world.opened("Are you still there?");
  });
});

describe("with INSIDE_PORT", () => {
  it("health and metrics are there, and nowhere else; webhooks stay where they were", async () => {
    const inside = await freePort();
    world = await createWorld({ env: { INSIDE_PORT: String(inside) } });
    onTestFinished(() => world.stop());
    for (const path of ["/healthz", "/readyz", "/metrics"]) {
      expect((await fetch(`http://127.0.0.1:${inside}${path}`)).status, path).toBe(200);
      expect((await fetch(`${world.address}${path}`)).status, path).toBe(404);
    }
    const hook = "/webhooks/twilio/inbound";
    expect((await fetch(`http://127.0.0.1:${inside}${hook}`, { method: "POST" })).status).toBe(404);
    expect((await fetch(`${world.address}${hook}`, { method: "POST" })).status).toBe(403);
    await world.opened("Are you open?");
    await until("stored", () => countOf(join(world.folder, "threadline.db"), "messages") === 1);
  });
});
