/** The examples of the guide, at work: what they show as posted is read, and a text leaves as they say. */
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Agent } from "undici";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Carrier } from "../../../src/bridge/contracts/carrier.ts";
import { createCarriers, withDescribed } from "../../../src/carriers/index.ts";
import type { Address, E164, MessageId } from "../../../src/domain/ids.ts";
import { parseDirectory } from "../../../src/domain/parse-directory.ts";
import { createCall } from "../../../src/lib/call.ts";
import { listener } from "../../lib/listener.ts";

const guide = readFileSync(new URL("../../../docs/http-carriers.md", import.meta.url), "utf8");
const [json = ""] = /(?<=```json\n).*/.exec(guide) ?? [];
const [form = ""] = /(?<=```text\n)MessageId=.*/.exec(guide) ?? [];
const [address = ""] = /(?<=```text\n)\/webhooks\/elm.*/.exec(guide) ?? [];
const examples = [...guide.matchAll(/```yaml\n(http_carriers:\n[\s\S]*?)```/g)].map(([, yaml = ""]) => yaml);
const now = Date.parse("2026-05-04T09:30:05Z");
const publicUrl = "https://sms.example.com";
const given = {
  ACME_SIGNING_SECRET: "signing",
  ACME_TOKEN: "t0ken",
  PINE_CALLBACK_USER: "pine",
  PINE_CALLBACK_PASSWORD: "opensesame",
  PINE_ACCOUNT: "office",
  PINE_PASSWORD: "hush",
  ELM_PATH: "a-path-that-nobody-guesses",
  ELM_USER: "office",
  ELM_PASSWORD: "hush",
};

interface Asked {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The example's carrier with its API on this computer, which answers so. */
async function carrierOf(name: string, answer: string): Promise<{ carrier: Carrier; asked: Asked[] }> {
  const asked: Asked[] = [];
  const api = createServer(
    listener(async (request, response) => {
      asked.push({ url: request.url, headers: request.headers, body: await text(request) });
      response.writeHead(200, { "content-type": "application/json" }).end(answer);
    }),
  );
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void api.close());
  const here = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const yaml = examples.find((one) => one.includes(`name: ${name}\n`)) ?? "";
  const parsed = parseDirectory(
    `time_zone: UTC\nlines: []\nmembers: []\ngroups: []\n${yaml.replace(/https:\/\/[a-z.]+/, here)}`,
    "directory.yml",
    [],
  );
  if (!parsed.ok) throw new Error(parsed.problems.map(({ sentence }) => sentence).join("\n"));
  const definitions = withDescribed(parsed.directory.httpCarriers ?? [], []);
  const settings = Object.fromEntries(definitions.map((one) => [one.name, one.configure(given) ?? {}]));
  const agent = new Agent();
  onTestFinished(() => agent.close());
  const surroundings = { publicUrl, call: createCall(agent), now: () => now };
  const carriers = createCarriers(definitions, settings, {
    ...surroundings,
    connect: () => ({ send() {}, close() {} }),
  });
  const carrier = carriers.get(name);
  if (carrier === undefined) throw new Error(`${name} is not configured`);
  return { carrier, asked };
}

const sms = {
  messageId: "m1" as MessageId,
  from: "+15550100001" as E164,
  to: "+15550199001" as Address,
  body: 'Yes, "until 6" & later',
};

describe("the example that is signed", () => {
  const signed = (body: string, at = now / 1000) => ({
    method: "POST",
    rawUrl: "/webhooks/acme/inbound",
    headers: {
      "content-type": "application/json",
      "x-acme-timestamp": String(at),
      "x-acme-signature": `sha256=${createHmac("sha256", "signing").update(`${at}.${body}`).digest("hex")}`,
    },
    body: Buffer.from(body),
  });

  it("takes what it shows as posted, and nothing that is old or changed", async () => {
    const { carrier } = await carrierOf("acme", "{}");
    expect(carrier.readWebhook("inbound", signed(json))).toMatchObject({
      reply: { status: 204 },
      events: [
        {
          kind: "text",
          carrierMessageId: "in-8812",
          from: "+15550199001",
          to: "+15550100001",
          body: "Hi",
          receivedAt: new Date("2026-05-04T09:30:00Z"),
        },
      ],
    });
    expect(carrier.readWebhook("inbound", signed(json, now / 1000 - 301)).reply.status).toBe(403);
    const changed = { ...signed(json), body: Buffer.from(json.replace("Hi", "Ho")) };
    expect(carrier.readWebhook("inbound", changed)).toMatchObject({ reply: { status: 403 }, events: [] });
  });

  it("sends with its token, and knows the text again in a report by our id", async () => {
    const { carrier, asked } = await carrierOf("acme", '{"id":77,"status":"queued"}');
    expect(await carrier.send(sms)).toEqual({ kind: "accepted", carrierMessageId: "77", state: "accepted" });
    expect(asked).toMatchObject([{ url: "/v1/messages", headers: { authorization: "Bearer t0ken" } }]);
    expect(JSON.parse(asked[0]?.body ?? "")).toEqual({
      to: sms.to,
      from: sms.from,
      text: sms.body,
      reference: "m1",
    });
    const report = { type: "error", id: 77, reference: "m1", status: "failed", error_code: "landline" };
    expect(
      carrier.readWebhook("status", signed(JSON.stringify({ messages: [report] }))).events,
    ).toMatchObject([{ kind: "status", messageId: "m1", state: "failed", failure: { scope: "recipient" } }]);
  });
});

describe("the example that is a form", () => {
  const posted = (body: string, rawUrl = "/webhooks/pine/inbound") => ({
    method: "POST",
    rawUrl,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      authorization: `Basic ${Buffer.from("pine:opensesame").toString("base64")}`,
    },
    body: Buffer.from(body),
  });

  it("takes what it shows as posted, and answers as the carrier wants it", async () => {
    const { carrier } = await carrierOf("pine", "{}");
    const { reply, events } = carrier.readWebhook("inbound", posted(form));
    expect(reply).toEqual({ status: 200, headers: { "content-type": "text/xml" }, body: "<Response/>" });
    expect(events).toMatchObject([
      { carrierMessageId: "in-8812", from: "+15550199001", to: "+15550100001", body: "Hi" },
    ]);
    expect(events).toMatchObject([{ receivedAt: new Date(1_777_887_000_000) }]);
  });

  it("sends numbers as the carrier writes them, with an address at which a report settles the text", async () => {
    const { carrier, asked } = await carrierOf("pine", "an answer that can't be read");
    expect(await carrier.send(sms)).toMatchObject({ kind: "unknown" });
    expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from("office:hush").toString("base64")}`);
    const fields = Object.fromEntries(new URLSearchParams(asked[0]?.body));
    expect(fields).toMatchObject({ dst: "15550199001", src: "15550100001", message: sms.body });
    expect(fields.callback).toContain(`${publicUrl}/webhooks/pine/status`);
    const callback = fields.callback?.replace(publicUrl, "") ?? "";
    expect(carrier.readWebhook("status", posted("MessageId=9&State=DELIVRD", callback)).events).toMatchObject(
      [{ kind: "status", messageId: "m1", carrierMessageId: "9", state: "delivered" }],
    );
  });
});

describe("the example that is an address", () => {
  it("takes what it shows as asked for, and is told `ok`", async () => {
    const { carrier } = await carrierOf("elm", "{}");
    const secret = given.ELM_PATH;
    const asked = { method: "GET", headers: {}, body: Buffer.alloc(0), secret };
    const { reply, events } = carrier.readWebhook("inbound", {
      ...asked,
      rawUrl: address.replace("SECRET", secret),
    });
    expect(reply).toEqual({ status: 200, headers: { "content-type": "text/plain" }, body: "ok" });
    expect(events).toMatchObject([
      { from: "+15550199001", to: "+15550100001", body: "Hi", media: [{ url: "https://elm.example/1.jpg" }] },
    ]);
  });

  it.each([
    ['{"status":"success","sms":8812}', { kind: "accepted", carrierMessageId: "8812" }],
    ['{"status":"limit_reached"}', { kind: "rejected", failure: { scope: "content" } }],
    ['{"status":"invalid_number"}', { kind: "rejected", failure: { scope: "recipient" } }],
    ['{"status":"something_else"}', { kind: "unknown" }],
  ])("sends, and reads of %s what it says", async (answer, outcome) => {
    const { carrier, asked } = await carrierOf("elm", answer);
    expect(await carrier.send({ ...sms, body: "50 % & more" })).toMatchObject(outcome);
    const url =
      "/api/rest.php?user=office&password=hush&from=5550100001&to=5550199001&message=50%20%25%20%26%20more";
    expect(asked).toMatchObject([{ url, body: "" }]);
  });
});
