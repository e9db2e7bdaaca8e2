import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";
import { createTelnyxCarrier } from "../../../src/carriers/telnyx/telnyx-carrier.ts";
import { call } from "../twilio/twilio-world.ts";
import { createKey, eventBody, signedRequest } from "./signed-event.ts";

const PUBLIC_URL = "https://sms.example.com/threadline";
const now = () => Date.parse("2026-03-02T12:00:00Z");
const seconds = now() / 1000;
const key = createKey();
const second = createKey();
const settings = { apiKey: "KEY1", publicUrl: PUBLIC_URL, call, now };
const carrier = createTelnyxCarrier({ ...settings, publicKeys: [key.publicKey, second.publicKey] });

const ID = "84cca175-9755-4859-b67f-4730d7f58aa3";

/** As Telnyx writes one, with what nobody reads here. */
const inbound = {
  record_type: "message",
  direction: "inbound",
  id: ID,
  type: "SMS",
  messaging_profile_id: "740572b6-099c-44a1-89b9-6c92163bc68d",
  from: { phone_number: "+15550199001", carrier: "T-Mobile Usa", line_type: "Wireless" },
  to: [
    { phone_number: "+15550100001", status: "webhook_delivered", carrier: "Telnyx", line_type: "Wireless" },
  ],
  cc: [],
  text: "Hi, are you open?",
  subject: "",
  media: [],
  webhook_url: "https://sms.example.com/threadline/webhooks/telnyx/inbound",
  encoding: "GSM-7",
  parts: 1,
  cost: null,
  errors: [],
  received_at: "2026-03-02T11:59:58.123+00:00",
  sent_at: null,
  completed_at: null,
  valid_until: null,
};

const posted = (type: string, payload: unknown, rawUrl?: string, more: object = {}): WebhookRequest =>
  signedRequest(key, eventBody(type, payload, more), seconds, rawUrl);
const received = (change: object = {}) => posted("message.received", { ...inbound, ...change });
const read = (request: WebhookRequest) => carrier.readWebhook("inbound", request);

describe("an inbound webhook of Telnyx's", () => {
  it("becomes a text with its words, numbers, id and time, and is answered with nothing", () => {
    expect(read(received())).toEqual({
      reply: { status: 204, headers: {}, body: "" },
      events: [
        {
          kind: "text",
          carrierMessageId: ID,
          from: "+15550199001",
          to: "+15550100001",
          body: "Hi, are you open?",
          media: [],
          receivedAt: new Date("2026-03-02T11:59:58.123Z"),
        },
      ],
    });
  });

  it("is the same text under another event's id, in a later attempt, and from either address", () => {
    const first = read(received()).events;
    const again = { id: "e-2", event_type: "message.received", payload: inbound };
    const body = eventBody("", {}, { data: again, meta: { attempt: 3 } });
    expect(read(signedRequest(key, body, seconds + 200)).events).toEqual(first);
    expect(carrier.readWebhook("status", received()).events).toEqual(first);
  });

  it("is taken with the second key while keys change", () => {
    const request = signedRequest(second, eventBody("message.received", inbound), seconds);
    expect(read(request).events).toMatchObject([{ carrierMessageId: ID }]);
  });

  it.each([
    ["STOP", "stop"],
    ["START", "start"],
    ["HELP", "help"],
  ])("says what Telnyx took it for where that is %s", (autoresponse_type, word) => {
    expect(read(received({ text: "BASTA", autoresponse_type })).events).toMatchObject([{ word }]);
  });

  it.each([null, "PAUSE"])("is no word where it was answered as %j", (autoresponse_type) => {
    expect(read(received({ autoresponse_type })).events[0]).not.toHaveProperty("word");
  });

  it.each(["88888", "PIZZA HUT", "+442079460958"])("takes a text from %s", (phone_number) => {
    expect(read(received({ from: { phone_number } })).events).toMatchObject([{ from: phone_number }]);
  });

  it("takes pictures, as they are described", () => {
    const media = [
      { url: "https://media.telnyx.com/a", content_type: "image/jpeg", size: 1234, hash_sha256: "ab" },
      { url: "https://media.telnyx.com/b", content_type: null, size: null },
      { url: "file:///etc/passwd", content_type: "image/jpeg" },
      null,
    ];
    expect(read(received({ type: "MMS", text: "", media })).events).toMatchObject([
      {
        body: "",
        media: [
          { url: "https://media.telnyx.com/a", contentType: "image/jpeg", size: 1234 },
          { url: "https://media.telnyx.com/b", contentType: "application/octet-stream" },
          // That there was something is shown.
          { url: "", contentType: "image/jpeg" },
          { url: "", contentType: "application/octet-stream" },
        ],
      },
    ]);
  });

  it("names who else a group text went to, and neither its sender nor our line", () => {
    const to = [
      { phone_number: "+15550199002" },
      { phone_number: "+15550100001", status: "webhook_delivered" },
    ];
    const cc = [
      { phone_number: "+15550199003" },
      { phone_number: "+15550100001" },
      { phone_number: "+15550199001" },
      { phone_number: "+15550199002" },
    ];
    expect(read(received({ type: "MMS", to, cc })).events).toMatchObject([
      { from: "+15550199001", to: "+15550100001", others: ["+15550199002", "+15550199003"] },
    ]);
    expect(read(received()).events[0]).not.toHaveProperty("others");
  });

  it.each([
    [
      "WhatsApp",
      {
        type: "WHATSAPP",
        to: "+15550100001",
        text: undefined,
        body: { type: "text", text: { body: "Hola" } },
      },
      { from: "whatsapp:+15550199001", to: "whatsapp:+15550100001", body: "Hola" },
    ],
    [
      "RCS",
      { type: "RCS", to: [{ agent_id: "brand", agent_name: "A brand" }], text: null, body: { text: "Hola" } },
      { from: "rcs:+15550199001", to: "rcs:brand", body: "Hola" },
    ],
    [
      "a channel of next year",
      { type: "SATELLITE", to: [{ phone_number: "+15550100001" }] },
      { from: "satellite:+15550199001", to: "satellite:+15550100001" },
    ],
  ])("of %s is a text that is no line's", (_channel, change, text) => {
    const { reply, events } = read(received(change));
    expect(reply.status).toBe(204);
    expect(events).toMatchObject([{ kind: "text", ...text }]);
  });

  it.each([
    ["22395", "22395"],
    ["5550100001", "5550100001"],
  ])("to %s is a text that is no line's", (phone_number, to) => {
    expect(read(received({ to: [{ phone_number }] })).events).toMatchObject([{ kind: "text", to }]);
  });

  it("has no time where none is said", () => {
    for (const received_at of [null, "soon", undefined])
      expect(read(received({ received_at })).events).toMatchObject([{ receivedAt: null }]);
  });

  it("keeps any words as they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(read(received({ text })).events).toMatchObject([{ body: text }]);
      }),
    );
  });

  it.each([
    ["id is missing", { id: undefined }],
    ["id is malformed", { id: "x'; drop table" }],
    ["from is missing", { from: null }],
    ["from is empty", { from: { phone_number: "" } }],
    ["to is missing", { to: [] }],
    ["to is no number", { to: [{ phone_number: "somebody" }] }],
  ])("is malformed when %s", (_what, change) => {
    const { reply, events } = read(received(change));
    expect(reply).toMatchObject({ status: 400, headers: { "content-type": "text/plain; charset=utf-8" } });
    expect(reply.body).toMatch(/ is missing or malformed$/);
    expect(events).toEqual([]);
  });

  it.each([
    ["not a POST", 405, (request: WebhookRequest) => ({ ...request, method: "GET" })],
    ["not signed", 403, (request: WebhookRequest) => ({ ...request, headers: {} })],
    ["changed", 403, (request: WebhookRequest) => ({ ...request, body: Buffer.from("{}") })],
    ["too large", 413, (request: WebhookRequest) => ({ ...request, body: Buffer.alloc(1_000_001, "a") })],
  ] as const)("is refused when it is %s", (_what, status, change) => {
    const { reply, events } = read(change(received()));
    expect(reply.status).toBe(status);
    expect(events).toEqual([]);
  });

  it.each(["", "{", "[]", "null", "{}", '{"data":null}', '{"data":{"event_type":7}}'])(
    "is malformed when it is %j, whoever signed it",
    (body) => {
      expect(read(signedRequest(key, Buffer.from(body), seconds)).reply.status).toBe(400);
    },
  );

  it("is taken without an event when it is of a kind that nobody knows yet", () => {
    for (const payload of [inbound, null, "x"])
      expect(read(posted("message.read", payload))).toEqual({
        reply: { status: 204, headers: {}, body: "" },
        events: [],
      });
  });

  it("never throws, whatever is signed", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("message.received", "message.sent", "message.finalized"),
        fc.jsonValue(),
        fc.webUrl(),
        (type, payload, rawUrl) => {
          expect([204, 400]).toContain(read(posted(type, payload, rawUrl)).reply.status);
        },
      ),
    );
  });

  it("never throws, whatever comes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), fc.string(), (bytes, signature, at) => {
        const headers = { "telnyx-signature-ed25519": signature, "telnyx-timestamp": at };
        const request = { method: "POST", rawUrl: "/", headers, body: Buffer.from(bytes) };
        expect(read(request).events).toEqual([]);
      }),
    );
  });
});

const callback = `${PUBLIC_URL}/webhooks/telnyx/status?message=m-1`;
const outbound = {
  ...inbound,
  direction: "outbound",
  from: { phone_number: "+15550100001", carrier: "Telnyx", line_type: "Wireless" },
  to: [{ phone_number: "+15550199001", status: "delivered", carrier: "T-Mobile Usa", line_type: "Wireless" }],
  webhook_url: callback,
};
const STATUS = "/webhooks/telnyx/status?message=m-1";

describe("a status webhook of Telnyx's", () => {
  const status = (word: string | null, change: object = {}, rawUrl = STATUS) =>
    carrier.readWebhook(
      "status",
      posted(
        "message.finalized",
        { ...outbound, to: [{ ...outbound.to[0], status: word }], ...change },
        rawUrl,
      ),
    );

  it.each([
    ["queued", "accepted"],
    ["sending", "accepted"],
    ["sent", "sent"],
    ["delivery_unconfirmed", "sent"],
    ["delivered", "delivered"],
    ["expired", "failed"],
    ["sending_failed", "failed"],
    ["delivery_failed", "failed"],
  ])("reads %s as %s", (word, state) => {
    const { reply, events } = status(word);
    expect(reply).toEqual({ status: 204, headers: {}, body: "" });
    expect(events).toMatchObject([{ kind: "status", messageId: "m-1", carrierMessageId: ID, state }]);
  });

  it("says the same of message.sent", () => {
    const payload = { ...outbound, to: [{ status: "sent" }] };
    expect(read(posted("message.sent", payload, STATUS)).events).toMatchObject([
      { kind: "status", messageId: "m-1", state: "sent", failure: null },
    ]);
  });

  it("says why a text failed, by code and words", () => {
    const failed = (code: string | number, title?: string) =>
      status("delivery_failed", { errors: [{ code, title }] }).events;
    expect(failed("40001", "Not routable")).toMatchObject([
      { failure: { code: "40001", scope: "recipient", sentence: expect.stringContaining("landline") } },
    ]);
    expect(failed(40300, "Blocked due to STOP message")).toMatchObject([{ failure: { code: "40300" } }]);
    expect(failed("40300", "Blocked")).toMatchObject([
      { failure: { code: expect.not.stringMatching(/^40300$/), scope: "account" } },
    ]);
  });

  it.each(["expired", "sending_failed", "delivery_failed"])(
    "has a sentence for %s without an error",
    (word) => {
      for (const errors of [[], null, ["x"]])
        expect(status(word, { errors }).events).toMatchObject([
          { failure: { code: word, scope: "passing", sentence: expect.stringMatching(/^The text .*\.$/) } },
        ]);
    },
  );

  it("has no failure while nothing failed, whatever error stands there", () => {
    const errors = [{ code: "40008", title: "Undeliverable" }];
    expect(status("delivery_unconfirmed", { errors }).events).toMatchObject([{ failure: null }]);
  });

  it("is the same however often it comes, under whatever event's id, at the profile's address as well", () => {
    const first = status("delivered").events;
    expect(status("delivered", {}, "/webhooks/telnyx/inbound").events).toEqual(first);
    const data = { id: "e-2", event_type: "message.finalized", payload: outbound };
    expect(read(signedRequest(key, eventBody("", {}, { data }), seconds)).events).toEqual(first);
  });

  it("names our message by what was signed, never by the address alone", () => {
    for (const webhook_url of [null, "https://other.example.com/hooks?message=m-1", "no address", 7])
      expect(status("sent", { webhook_url }).events).toMatchObject([
        { messageId: null, carrierMessageId: ID },
      ]);
    const odd = `${PUBLIC_URL}/webhooks/telnyx/status?message=%00%20x`;
    expect(status("sent", { webhook_url: odd }).events).toMatchObject([{ messageId: null }]);
  });

  it("names it by the public address that we had when it was sent, too", () => {
    const webhook_url = "https://sms-of-before.example.com/webhooks/telnyx/status?message=m-1";
    expect(status("delivered", { webhook_url }).events).toMatchObject([{ messageId: "m-1" }]);
    expect(status("delivered", { webhook_url }, "/webhooks/telnyx/status?message=m-2").reply.status).toBe(
      403,
    );
  });

  it("names it by the address that Telnyx says it was delivered to, too", () => {
    const meta = { attempt: 1, delivered_to: callback };
    const request = posted("message.finalized", { ...outbound, webhook_url: null }, STATUS, { meta });
    expect(read(request).events).toMatchObject([{ messageId: "m-1" }]);
  });

  it("is refused when it was posted to another message's address", () => {
    const { reply, events } = status("delivered", {}, "/webhooks/telnyx/status?message=m-2");
    expect([reply.status, events]).toEqual([403, []]);
  });

  it("is known by our message alone when Telnyx's id is missing, and malformed without either", () => {
    expect(status("sent", { id: null }).events).toMatchObject([{ messageId: "m-1", carrierMessageId: null }]);
    expect(status("sent", { id: null, webhook_url: null }).reply.status).toBe(400);
  });

  it.each([null, "webhook_delivered", "a word of next year"])("takes %j without an event", (word) => {
    const { reply, events } = status(word);
    expect(reply.status).toBe(204);
    expect(events).toEqual([]);
  });
});
