import { describe, expect, it } from "vitest";
import type { WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";
import { createTelnyxCarrier } from "../../../src/carriers/telnyx/telnyx-carrier.ts";
import { call } from "../twilio/twilio-world.ts";
import { createKey, eventBody, signedRequest } from "./signed-event.ts";

const now = () => Date.parse("2026-03-02T12:00:00Z");
const seconds = now() / 1000;
const key = createKey();
const publicUrl = "https://sms.example.com";
const carrier = createTelnyxCarrier({ apiKey: "KEY1", publicKeys: [key.publicKey], publicUrl, call, now });

const inbound = {
  id: "84cca175-9755-4859-b67f-4730d7f58aa3",
  type: "MMS",
  from: { phone_number: "+15550199001" },
  to: [{ phone_number: "+15550100001", status: "webhook_delivered" }],
  text: "my blood results",
  media: [{ url: "https://media.telnyx.com/a" }],
  autoresponse_type: "STOP",
};
const explain = (request: WebhookRequest) => {
  const explained = carrier.explainWebhook?.("inbound", request);
  if (explained === undefined) throw new Error("Telnyx explains what it posts");
  return explained;
};

describe("a captured request of Telnyx's", () => {
  it("proves itself, and is told without a customer's words", () => {
    const { unproven, sentences, events } = explain(
      signedRequest(key, eventBody("message.received", inbound), seconds),
    );
    expect(unproven).toBeNull();
    expect(sentences).toEqual([
      '/data/event_type: "message.received".',
      `/data/payload/id: "${inbound.id}".`,
      '/data/payload/from/phone_number: "+15550199001".',
      '/data/payload/to/0/phone_number: "+15550100001".',
      "/data/payload/text: 16 characters.",
      "/data/payload/media: 1.",
    ]);
    expect(events).toMatchObject([{ kind: "text", from: "+15550199001", body: inbound.text }]);
  });

  it("says what became of a text, by status and code", () => {
    const payload = { id: inbound.id, to: [{ status: "delivery_failed" }], errors: [{ code: "40001" }] };
    const { sentences, events } = explain(
      signedRequest(key, eventBody("message.finalized", payload), seconds),
    );
    expect(sentences).toEqual([
      '/data/event_type: "message.finalized".',
      `/data/payload/id: "${inbound.id}".`,
      '/data/payload/to/0/status: "delivery_failed".',
      '/data/payload/errors/0/code: "40001".',
    ]);
    expect(events).toMatchObject([{ kind: "status", state: "failed" }]);
  });

  const signed = () => signedRequest(key, eventBody("message.received", inbound), seconds);
  it.each([
    ["of headers that were lost", () => ({ ...signed(), headers: {} }), "Telnyx-Signature-Ed25519"],
    [
      "of another account's key",
      () => signedRequest(createKey(), signed().body, seconds),
      "TELNYX_PUBLIC_KEY",
    ],
    ["of its age", () => signedRequest(key, signed().body, seconds - 3600), "five minutes only"],
  ])("is told all the same where it does not prove itself because %s", (_why, make, words) => {
    const { unproven, events } = explain(make());
    expect(unproven).toContain(words);
    expect(events).toHaveLength(1);
  });

  it.each(["", "{", "[]", '{"data":{"event_type":7}}'])("that holds %j is no event", (body) => {
    const { sentences, events } = explain(signedRequest(key, Buffer.from(body), seconds));
    expect(sentences.at(-1)).toBe("Not an event of Telnyx's messaging API, version 2.");
    expect(events).toEqual([]);
  });

  it("says what is missing", () => {
    const { sentences, events } = explain(signedRequest(key, eventBody("message.received", {}), seconds));
    expect(sentences).toContain("/data/payload/from/phone_number: nothing.");
    expect(sentences.at(-1)).toBe("id is missing or malformed.");
    expect(events).toEqual([]);
  });
});
