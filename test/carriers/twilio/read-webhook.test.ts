import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WebhookKind, WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";
import { createTwilioCarrier } from "../../../src/carriers/twilio/twilio-carrier.ts";
import { signForm } from "../../../src/sandbox/twilio/sign.ts";
import { call } from "./twilio-world.ts";

const PUBLIC_URL = "https://sms.example.com/threadline";
const TOKEN = "token-one";
const now = () => Date.parse("2026-03-02T12:00:00Z");
const settings = { accountSid: "AC1", authTokens: [TOKEN], publicUrl: PUBLIC_URL, call, now };
const carrier = createTwilioCarrier(settings);

const inbound = {
  MessageSid: "SM0123456789abcdef0123456789abcdef",
  From: "+15550199001",
  To: "+15550100001",
  Body: "Hi, are you open?",
  NumMedia: "0",
};

/** A form as Twilio would post it to us. */
function signed(params: Record<string, string>, rawUrl = "/webhooks/twilio/inbound"): WebhookRequest {
  return {
    method: "POST",
    rawUrl,
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
      "x-twilio-signature": signForm(TOKEN, PUBLIC_URL + rawUrl, params),
    },
    body: Buffer.from(new URLSearchParams(params).toString()),
  };
}

function read(request: WebhookRequest, kind: WebhookKind = "inbound") {
  return carrier.readWebhook(kind, request);
}

describe("an inbound webhook of Twilio's", () => {
  it("is answered with TwiML that says nothing", () => {
    expect(read(signed(inbound)).reply).toEqual({
      status: 200,
      headers: { "content-type": "text/xml" },
      body: "<Response/>",
    });
  });

  it("becomes a text of no stated time: Twilio names none", () => {
    expect(read(signed(inbound)).events).toEqual([
      {
        kind: "text",
        carrierMessageId: inbound.MessageSid,
        from: "+15550199001",
        to: "+15550100001",
        body: "Hi, are you open?",
        media: [],
        receivedAt: null,
      },
    ]);
  });

  it.each([
    ["STOP", "stop"],
    ["start", "start"],
    ["HELP", "help"],
  ])("says what Twilio took it for where that is %s", (OptOutType, word) => {
    expect(read(signed({ ...inbound, Body: "BASTA", OptOutType })).events).toMatchObject([{ word }]);
  });

  it("is no word for a kind that Twilio may add one day", () => {
    expect(read(signed({ ...inbound, OptOutType: "PAUSE" })).events[0]).not.toHaveProperty("word");
  });

  it.each(["88888", "PIZZA HUT", "+442079460958"])("takes a text from %s", (from) => {
    expect(read(signed({ ...inbound, From: from })).events).toMatchObject([{ from }]);
  });

  it.each([
    ["whatsapp:+15550199001", "whatsapp:+15550100001", "whatsapp:+15550199001", "whatsapp:+15550100001"],
    ["rcs:+15550199001", "rcs:brand_agent", "rcs:+15550199001", "rcs:brand_agent"],
    ["whatsapp:+15550199001", "+15550100001", "whatsapp:+15550199001", "whatsapp:+15550100001"],
    ["messenger:8812", "messenger:77", "messenger:8812", "messenger:77"],
    ["+15550199001", "22395", "+15550199001", "22395"],
    ["+15550199001", "5550100001", "+15550199001", "5550100001"],
    ["x".repeat(40), "+15550100001", "x".repeat(40), "unknown:+15550100001"],
  ])("takes a text from %s to %s, which is no line's", (rawFrom, rawTo, from, to) => {
    const { reply, events } = read(signed({ ...inbound, From: rawFrom, To: rawTo }));
    expect(reply.status).toBe(200);
    expect(events).toMatchObject([{ kind: "text", from, to, body: inbound.Body }]);
  });

  it("takes a picture without words", () => {
    const params = {
      ...inbound,
      Body: "",
      NumMedia: "2",
      MediaUrl0: "https://api.twilio.com/media/0",
      MediaContentType0: "image/jpeg",
      MediaUrl1: "https://api.twilio.com/media/1",
    };
    expect(read(signed(params)).events).toMatchObject([
      {
        body: "",
        media: [
          { url: "https://api.twilio.com/media/0", contentType: "image/jpeg" },
          { url: "https://api.twilio.com/media/1", contentType: "application/octet-stream" },
        ],
      },
    ]);
  });

  it("keeps the text when its pictures are described badly", () => {
    const params = { ...inbound, NumMedia: "999999999", MediaUrl0: "file:///etc/passwd" };
    expect(read(signed(params)).events).toMatchObject([{ body: inbound.Body, media: [] }]);
  });

  it("keeps any words as they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (body) => {
        expect(read(signed({ ...inbound, Body: body })).events).toMatchObject([{ body }]);
      }),
    );
  });

  it.each([
    ["MessageSid is missing", { MessageSid: "" }],
    ["MessageSid is malformed", { MessageSid: "SM'; drop table" }],
    ["From is missing", { From: "" }],
    ["To is missing", { To: "" }],
    ["To is no number", { To: "somebody" }],
  ])("is malformed when %s", (_what, change) => {
    const { reply, events } = read(signed({ ...inbound, ...change }));
    expect(reply).toMatchObject({ status: 400, headers: { "content-type": "text/plain; charset=utf-8" } });
    expect(events).toEqual([]);
  });

  it.each([
    ["not a POST", 405, (request: WebhookRequest) => ({ ...request, method: "GET" })],
    ["not signed", 403, (request: WebhookRequest) => withHeader(request, "x-twilio-signature", undefined)],
    ["signed twice", 403, (request: WebhookRequest) => withHeader(request, "x-twilio-signature", ["a", "b"])],
    ["wrongly signed", 403, (request: WebhookRequest) => withHeader(request, "x-twilio-signature", "AAAA")],
    ["of another type", 415, (request: WebhookRequest) => withHeader(request, "content-type", "text/plain")],
    ["of no type", 415, (request: WebhookRequest) => withHeader(request, "content-type", undefined)],
    ["too large", 413, (request: WebhookRequest) => ({ ...request, body: Buffer.alloc(1_000_001, "a") })],
  ] as const)("is refused when it is %s", (_what, status, change) => {
    const { reply, events } = read(change(signed(inbound)));
    expect(reply.status).toBe(status);
    expect(events).toEqual([]);
  });

  it("is refused, whoever signed it, while no public address is configured", () => {
    const polling = createTwilioCarrier({ ...settings, publicUrl: null });
    expect(polling.readWebhook("inbound", signed(inbound)).reply.status).toBe(403);
  });

  it("never throws, whatever comes", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom("application/json", "application/x-www-form-urlencoded", "multipart/form-data", ""),
        fc.string(),
        (rawUrl, bytes, type, signature) => {
          const headers = { "content-type": type, "x-twilio-signature": signature };
          const request = { method: "POST", rawUrl, headers, body: Buffer.from(bytes) };
          expect(read(request).events).toEqual([]);
        },
      ),
    );
  });

  it("may come as JSON with its hash in the address", () => {
    const body = JSON.stringify(inbound);
    expect(read(signedJson(body)).events).toMatchObject([{ carrierMessageId: inbound.MessageSid }]);
    expect(read({ ...signedJson(body), body: Buffer.from("{}") }).reply.status).toBe(403);
    expect(read(signedJson("[1]")).reply.status).toBe(400);
    expect(read(signedJson("{")).reply.status).toBe(400);
  });
});

describe("a status webhook of Twilio's", () => {
  const status = (params: Record<string, string>, query = "?message=m-1") =>
    read(signed({ MessageSid: inbound.MessageSid, ...params }, `/webhooks/twilio/status${query}`), "status");

  it.each([
    ["queued", "accepted"],
    ["accepted", "accepted"],
    ["scheduled", "accepted"],
    ["sending", "accepted"],
    ["sent", "sent"],
    ["delivered", "delivered"],
    ["partially_delivered", "delivered"],
    ["read", "delivered"],
    ["undelivered", "failed"],
    ["failed", "failed"],
    ["canceled", "failed"],
  ])("reads %s as %s", (word, state) => {
    const { reply, events } = status({ MessageStatus: word });
    expect(reply).toEqual({ status: 204, headers: {}, body: "" });
    expect(events).toMatchObject([
      { kind: "status", messageId: "m-1", carrierMessageId: inbound.MessageSid, state },
    ]);
  });

  it("says why a text failed", () => {
    expect(status({ MessageStatus: "undelivered", ErrorCode: "30006" }).events).toMatchObject([
      { failure: { code: "30006", scope: "recipient", sentence: expect.stringContaining("landline") } },
    ]);
  });

  it.each(["undelivered", "failed"])("says plainly that %s has no reason, where the code is none", (word) => {
    for (const code of ["0", "", "00000"]) {
      const [event] = status({ MessageStatus: word, ErrorCode: code }).events;
      expect(event).toMatchObject({ failure: { sentence: expect.stringContaining("no reason was given") } });
      expect(JSON.stringify(event)).not.toContain("Twilio error");
    }
  });

  it("has no failure while nothing failed, whatever code stands there", () => {
    expect(status({ MessageStatus: "delivered", ErrorCode: "0" }).events).toMatchObject([{ failure: null }]);
  });

  it("is known by its SID alone when the address does not name a message", () => {
    expect(status({ MessageStatus: "sent" }, "").events).toMatchObject([{ messageId: null }]);
    expect(status({ MessageStatus: "sent" }, "?message=%00%20x").events).toMatchObject([{ messageId: null }]);
  });

  it("is known by the address alone when the SID is missing", () => {
    expect(status({ MessageStatus: "sent", MessageSid: "" }).events).toMatchObject([
      { messageId: "m-1", carrierMessageId: null },
    ]);
  });

  it("is malformed when it names no message, or no status", () => {
    expect(status({ MessageStatus: "sent", MessageSid: "" }, "").reply.status).toBe(400);
    expect(status({}).reply.status).toBe(400);
  });

  it.each(["received", "a word of next year"])("takes %s without an event", (word) => {
    const { reply, events } = status({ MessageStatus: word });
    expect(reply.status).toBe(204);
    expect(events).toEqual([]);
  });
});

function withHeader(
  request: WebhookRequest,
  header: string,
  value: string | string[] | undefined,
): WebhookRequest {
  return { ...request, headers: { ...request.headers, [header]: value } };
}

function signedJson(body: string): WebhookRequest {
  const rawUrl = `/webhooks/twilio/inbound?bodySHA256=${createHash("sha256").update(body).digest("hex")}`;
  const signature = signForm(TOKEN, PUBLIC_URL + rawUrl, {});
  return {
    method: "POST",
    rawUrl,
    headers: { "content-type": "application/json", "x-twilio-signature": signature },
    body: Buffer.from(body),
  };
}
