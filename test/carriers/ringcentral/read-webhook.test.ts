import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";
import { createExtensions, type Extensions } from "../../../src/carriers/ringcentral/extensions.ts";
import { createReadWebhook } from "../../../src/carriers/ringcentral/read-webhook.ts";
import { createRingCentralApi } from "../../../src/carriers/ringcentral/ringcentral-api.ts";
import {
  type RingCentralSettings,
  resolveRingCentralSettings,
} from "../../../src/carriers/ringcentral/ringcentral-settings.ts";
import { webhookSecret } from "../../../src/carriers/ringcentral/webhook-address.ts";
import type { LoginName } from "../../../src/domain/ids.ts";
import { createRingCentralSide, frontDesk, line, phone, type RingCentralSide } from "./ringcentral-side.ts";

/** Whose login front-desk is, by its token. */
const own = "230919004";
const stranger = "400900001";

let side: RingCentralSide;
let extensions: Extensions;
let secret: string;
let read: (request: WebhookRequest) => ReturnType<ReturnType<typeof createReadWebhook>>;

beforeEach(async () => {
  side = await createRingCentralSide();
  await readerWith({ publicUrl: "https://sms.example.com" });
});
afterEach(() => side.stop());

async function readerWith(other: Partial<RingCentralSettings>) {
  const settings = resolveRingCentralSettings({ ...side.settings, ...other });
  extensions = createExtensions(settings, createRingCentralApi(settings));
  await extensions.ownOf(frontDesk);
  secret = webhookSecret(settings);
  read = createReadWebhook(settings, extensions);
}

function post(body: unknown, more: Partial<WebhookRequest> = {}): WebhookRequest {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return {
    method: "POST",
    rawUrl: `/webhooks/ringcentral/inbound/${secret}`,
    secret,
    body: Buffer.from(text),
    ...more,
    headers: { "content-type": "application/json; charset=UTF-8", ...more.headers },
  };
}

function instant(extensionId: string, id = '"9007199254740995"') {
  return `{"uuid":"u","event":"/restapi/v1.0/account/37439510/extension/${extensionId}/message-store/instant?type=SMS",
    "timestamp":"2026-03-03T10:00:00.000Z","subscriptionId":"s","ownerId":"${own}","body":{"id":${id},
    "to":[{"phoneNumber":"+15550100001","target":true}],"from":{"phoneNumber":"+15550199001"},"type":"SMS",
    "creationTime":"2026-03-03T10:00:00.000Z","direction":"Inbound","availability":"Alive","subject":"Hi",
    "attachments":[{"id":"77","type":"MmsAttachment","contentType":"image/jpeg"}],
    "messageStatus":"Received","owner":{"extensionId":"${extensionId}"}}}`;
}

describe("the handshake of a new subscription", () => {
  it("is answered with its token, in a few bytes", () => {
    const { reply, events } = read(post("", { headers: { "validation-token": "abc-123" } }));
    expect(reply).toEqual({
      status: 200,
      headers: { "content-type": "application/json", "validation-token": "abc-123" },
      body: "",
    });
    expect(events).toEqual([]);
  });

  it("is answered also without our secret, as it tells nothing", () => {
    const bare = post("", { secret: "guessed", headers: { "validation-token": "abc" } });
    expect(read(bare).reply.status).toBe(200);
  });

  it.each(["a b", "é", "x".repeat(256), "a\r\nb"])("is refused with a token that is none: %j", (token) => {
    expect(read(post("", { headers: { "validation-token": token } })).reply.status).toBe(400);
  });

  it("is none where something is told: that has to prove itself", () => {
    const forged = post(instant(own), { secret: "guessed", headers: { "validation-token": "abc" } });
    const { reply, events } = read(forged);
    expect(reply.status).toBe(403);
    expect(reply.headers).not.toHaveProperty("validation-token");
    expect(events).toEqual([]);
  });
});

describe("who posts", () => {
  it("is believed by the secret in the address", () => {
    expect(read(post(instant(own))).reply.status).toBe(200);
  });

  it.each([undefined, "", "guessed"])("is not believed with %j in its place", (guess) => {
    const request = post(instant(own));
    const { secret: _own, ...bare } = request;
    expect(read(guess === undefined ? bare : { ...bare, secret: guess }).reply.status).toBe(403);
  });

  it.each(["verification-token", "validation-token"])("is believed by the token in %s", async (header) => {
    await readerWith({ publicUrl: null, verificationTokens: ["new token", "old token"] });
    for (const token of ["new token", "old token"])
      expect(read(post(instant(own), { secret: "", headers: { [header]: token } })).reply.status).toBe(200);
    expect(read(post(instant(own), { secret: "", headers: { [header]: "other" } })).reply.status).toBe(403);
  });

  it("is not believed by an empty token where none is set", () => {
    const headers = { "verification-token": "" };
    expect(read(post(instant(own), { secret: "", headers })).reply.status).toBe(403);
  });
});

describe("what is posted", () => {
  it("wakes the login whose it is", () => {
    expect(read(post(instant(own)))).toEqual({
      reply: { status: 200, headers: { "content-type": "application/json" }, body: "{}" },
      events: [{ kind: "look", login: frontDesk }],
    });
  });

  it.each([
    ["of the shared inbox", { event: "/restapi/v1.0/account/1/message-threads/entries/sync", ownerId: own }],
    ["of changes in its store", { event: `/restapi/v1.0/account/1/extension/${own}/message-store` }],
    [
      "whose owner is a number",
      { event: "/restapi/v1.0/account/1/message-threads/sync", ownerId: 230919004 },
    ],
  ])("wakes its login %s", (_what, envelope) => {
    expect(read(post(envelope)).events).toEqual([{ kind: "look", login: frontDesk }]);
  });

  it("wakes all whose lines stand in the shared inbox, where it is of that", () => {
    const [other, third] = ["other" as LoginName, "third" as LoginName];
    for (const login of [other, third]) extensions.inInbox.add(login);
    const event = "/restapi/v1.0/account/1/message-threads/entries/sync";
    expect(read(post({ event, ownerId: own })).events).toEqual([
      { kind: "look", login: other },
      { kind: "look", login: third },
    ]);
  });

  it.each([
    ["without any field", {}],
    ["of an unknown owner", { event: "/restapi/v1.0/account/1/message-threads/sync", ownerId: "1" }],
    ["of another shape", { event: 7, ownerId: {}, body: "x", subscriptionId: null }],
    ["of an extension in a shape of its own", { event: "/extension/x/message-store/instant", body: [] }],
  ])("wakes all logins %s", (_what, envelope) => {
    const { reply, events } = read(post(envelope));
    expect(reply.status).toBe(200);
    expect(events).toEqual([{ kind: "look" }]);
  });

  it.each([
    [
      "of whom it says so",
      {
        records: [
          { from: "*", to: phone, optStatus: "OptOut" },
          { from: line, to: phone, status: "OptIn" },
        ],
      },
      { contacts: [phone] },
    ],
    ["of all, where it says nothing", { lastModifiedTime: "2026-03-02T12:00:00Z" }, {}],
    ["of all, where what it says can't be read", { records: [{ from: "*" }, null] }, {}],
  ])("has the list of opt-outs compared %s", (_what, body, told) => {
    const event = "/restapi/v2/accounts/1/sms/consents";
    expect(read(post({ event, ownerId: own, body })).events).toEqual([
      { kind: "consents", login: frontDesk, ...told },
    ]);
    expect(read(post({ event, ownerId: "1", body })).events).toEqual([{ kind: "consents", ...told }]);
  });

  it("is nothing to look for where it says that a subscription ends", () => {
    expect(read(post({ event: "/restapi/v1.0/subscription/~?threshold=60&interval=15" })).events).toEqual([]);
  });

  it("is a text itself where perhaps nobody may ask for it, now or in a moment", () => {
    const { events } = read(post(instant(stranger)));
    expect(events).toMatchObject([
      {
        kind: "text",
        carrierMessageId: "9007199254740995",
        from: "+15550199001",
        to: "+15550100001",
        body: "Hi",
        login: frontDesk,
        isPerhapsListed: true,
        media: [
          {
            url: expect.stringMatching(
              `/restapi/v1.0/account/~/extension/${stranger}/message-store/9007199254740995/content/77$`,
            ),
            contentType: "image/jpeg",
          },
        ],
      },
      { kind: "look", login: frontDesk },
    ]);
  });

  it("keeps every digit of an id that is written as a number", () => {
    const [text] = read(post(instant(stranger, "9223372036854775807"))).events;
    expect(text).toMatchObject({ kind: "text", carrierMessageId: "9223372036854775807" });
  });

  it.each([
    ["no JSON", "{", {}, 400],
    ["a list", [], {}, 400],
    ["nothing", "", {}, 400],
    ["a form", "a=b", { headers: { "content-type": "application/x-www-form-urlencoded" } }, 415],
    ["more than a text can be", "x".repeat(1_000_001), {}, 413],
    ["by GET", "", { method: "GET" }, 405],
  ])("is refused as %s", (_what, body, more, status) => {
    const { reply, events } = read(post(body, more));
    expect(reply.status).toBe(status);
    expect(events).toEqual([]);
  });
});
