import { describe, expect, it } from "vitest";
import type { WebhookExplained, WebhookKind, WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";
import { createHttpCarrier } from "../../../src/carriers/http/http-carrier.ts";
import type { HttpCarrier } from "../../../src/domain/http-carrier.ts";
import { signedJson } from "./dialects.ts";

const now = Date.parse("2026-03-02T12:00:00Z");
const description = signedJson.describe("https://api.example.com");
const came = {
  id: "17",
  from: "+15550199001",
  to: "+15550100001",
  text: "my secret words",
  at: now,
  media: [],
};
const body = signedJson.inbound(came);
const headers = { "content-type": "application/json", ...signedJson.prove("first", body, now, "").headers };

function explain(
  change: Partial<WebhookRequest> = {},
  kind: WebhookKind = "inbound",
  described: Partial<HttpCarrier> = {},
): WebhookExplained {
  const carrier = createHttpCarrier({
    description: { ...description, ...described },
    secrets: signedJson.secrets,
    publicUrl: "https://sms.example.com",
    call: () => Promise.reject(new Error("nothing is asked")),
    now: () => now,
  });
  const request = { method: "POST", rawUrl: `/webhooks/acme/${kind}`, headers, body: Buffer.from(body) };
  const explained = carrier.explainWebhook?.(kind, { ...request, ...change });
  if (explained === undefined) throw new Error("it explains nothing");
  return explained;
}
const unsigned = { headers: { "content-type": "application/json" } };
const bodyOf = (content: unknown) => ({ ...unsigned, body: Buffer.from(JSON.stringify(content)) });

describe("a captured callback", () => {
  it("that is proven says what stands where, and becomes its event", () => {
    const { unproven, sentences, events } = explain();
    expect(unproven).toBeNull();
    expect(sentences).toEqual([
      'Item 1 of 1: only: "TEXT" stands at /type.',
      "Item 1 of 1: id: 17 stands at /id.",
      'Item 1 of 1: from: "15550199001" stands at /from.',
      'Item 1 of 1: to: "15550100001" stands at /to.',
      "Item 1 of 1: text: 15 characters stand at /text.",
      `Item 1 of 1: at: ${now} stands at /at.`,
      "Item 1 of 1: media: a list of 0 stands at /media.",
    ]);
    expect(events).toMatchObject([{ kind: "text", from: "+15550199001" }]);
  });

  it("that is not proven is read all the same, and says what to set", () => {
    const { unproven, events } = explain(unsigned);
    expect(unproven).toMatch(/x-acme-signature.*ACME_SIGNING_KEY/);
    expect(events).toHaveLength(1);
  });

  it("that was signed long before says so", () => {
    const old = { headers: { ...headers, ...signedJson.prove("first", body, now - 3_600_000, "").headers } };
    expect(explain(old).unproven).toMatch(/signature is right, but was made 3600 s ago; 300 s/);
  });

  it("shows nobody's words, wherever they stand", () => {
    const contents = [
      {
        messages: [
          { type: "text", id: "1", from: { name: "my secret words" }, to: "x", text: "my secret words" },
        ],
      },
      { messages: [{ type: "text", text: { body: "my secret words" } }] },
      { messages: "my secret words" },
      { text: "my secret words" },
    ];
    for (const content of contents)
      expect(JSON.stringify(explain(bodyOf(content)).sentences)).not.toContain("my secret words");
    expect(JSON.stringify(explain().sentences)).not.toContain("my secret words");
  });

  it("that lacks something says what, and what is there instead", () => {
    const { sentences, events } = explain(
      bodyOf({ messages: [{ type: "text", id: "1", sender: "+1", msg: "x" }] }),
    );
    expect(sentences).toContain("Item 1 of 1: from: nothing stands at /from.");
    expect(sentences).toContain(
      "Item 1 of 1: It can't be read: There is no sender at /from. It is an object with type, id, sender, msg.",
    );
    expect(events).toEqual([{ kind: "unreadable", carrierMessageId: "1" }]);
  });

  it.each([
    ["is no POST", { method: "GET" }, /made by GET; only POST .* write `body: query`\.$/m],
    ["is no JSON", { body: Buffer.from("{") }, /answered with 400: Not readable as JSON\./],
    ["is of another type", { headers: { "content-type": "text/xml" } }, /answered with 415/],
    ["has no list", bodyOf({ message: 1 }), /answered with 400: There is no list at \/messages\./],
    ["has an empty list", bodyOf({ messages: [] }), /list is empty/],
    ["is none of those", bodyOf({ messages: [{ type: "call" }] }), /only what holds text at \/type is read/],
    [
      "has a time of no form",
      bodyOf({ messages: [{ ...came, type: "text", at: "noon" }] }),
      /time can't be read/,
    ],
  ])("that %s says so", (_, change, sentence) => {
    expect(explain(change).sentences.join("\n")).toMatch(sentence);
  });

  it("of which all stands in the address says what stands where, file by file", () => {
    const { media: _, ...flat } = { ...came, id: "17", at: String(now), picture0: "https://a.example/0" };
    const query = new URLSearchParams(flat);
    const at = ["/picture0", "/picture1"];
    const { sentences, events } = explain(
      { method: "GET", rawUrl: `/webhooks/acme/inbound?${query}`, headers: {}, body: Buffer.alloc(0) },
      "inbound",
      {
        inbound: {
          ...description.inbound,
          body: "query",
          each: null,
          only: [],
          media: { at, url: null, type: null, fetch: "open" },
        },
      },
    );
    expect(sentences.slice(-2)).toEqual([
      'media: "https://a.example/0" stands at /picture0.',
      "media: nothing stands at /picture1.",
    ]);
    expect(sentences.join()).not.toMatch(/GET|secret words/);
    expect(events).toMatchObject([{ body: came.text, media: [{ url: "https://a.example/0" }] }]);
  });

  it("of a report says what its word says, or that nobody described it", () => {
    const told = { id: "17", reference: "m-1", status: "failed", error: "stopped" };
    const report = { ...unsigned, body: Buffer.from(signedJson.report(told)) };
    expect(explain(report, "status").sentences).toContain('status: "failed" stands at /status.');
    expect(explain(report, "status").events).toMatchObject([{ state: "failed", messageId: "m-1" }]);
    const strange = { ...unsigned, body: Buffer.from(signedJson.report({ ...told, status: "teleported" })) };
    expect(explain(strange, "status").sentences.at(-1)).toMatch(/none of the words/);
    expect(explain(report, "status", { reports: null }).sentences).toEqual([
      "By its description Acme tells no reports: nothing comes of it.",
    ]);
  });
});
