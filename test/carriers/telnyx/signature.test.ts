/** The `telnyx` package is the oracle: what it takes we take, and what it refuses we refuse. */
import fc from "fast-check";
import { Telnyx } from "telnyx";
import { describe, expect, it } from "vitest";
import type { WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";
import { isPublicKey, readPublicKey, signatureTrouble } from "../../../src/carriers/telnyx/signature.ts";
import { createKey, signedRequest } from "./signed-event.ts";

const key = createKey();
const other = createKey();
const vendor = new Telnyx({ apiKey: "KEY1", publicKey: key.publicKey });
const keys = [readPublicKey(key.publicKey)];
const seconds = () => Math.floor(Date.now() / 1000);

function headersOf({ headers }: WebhookRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}

/** Whether it takes a body, whatever it holds: its own reading of JSON is no part of the proof. */
async function isTakenByVendor(request: WebhookRequest): Promise<boolean> {
  try {
    await vendor.webhooks.unwrap(request.body.toString(), { headers: headersOf(request) });
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return true;
    return false;
  }
}

const isTaken = (request: WebhookRequest) => signatureTrouble(keys, request, Date.now()) === null;

describe("a Telnyx signature", () => {
  it("is taken and refused as by the oracle, whatever was changed behind it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.json(),
        fc.json(),
        fc.integer({ min: -280, max: 280 }),
        async (words, changed, off) => {
          const request = signedRequest(key, Buffer.from(words), seconds() + off);
          for (const body of [words, changed]) {
            const posted = { ...request, body: Buffer.from(body) };
            expect(isTaken(posted)).toBe(body === words);
            expect(await isTakenByVendor(posted)).toBe(body === words);
          }
        },
      ),
    );
  });

  it.each([
    ["an hour ago", -3600],
    ["in an hour", 3600],
  ])("made %s is refused, as by the oracle", async (_when, off) => {
    const request = signedRequest(key, Buffer.from("{}"), seconds() + off);
    expect(signatureTrouble(keys, request, Date.now())).toContain("too long ago");
    expect(await isTakenByVendor(request)).toBe(false);
  });

  it("holds for five minutes, either way", () => {
    const now = Date.parse("2026-03-02T12:00:00Z");
    for (const [off, trouble] of [
      [-300, null],
      [300, null],
      [-301, "Signed too long ago, or by a clock that is ahead"],
      [301, "Signed too long ago, or by a clock that is ahead"],
    ] as const) {
      const request = signedRequest(key, Buffer.from("{}"), now / 1000 + off);
      expect(signatureTrouble(keys, request, now)).toBe(trouble);
    }
  });

  it("of another key is refused, as by the oracle, until that key is ours, too", async () => {
    const request = signedRequest(other, Buffer.from("{}"), seconds());
    expect(signatureTrouble(keys, request, Date.now())).toBe("Wrong signature");
    expect(await isTakenByVendor(request)).toBe(false);
    expect(signatureTrouble([...keys, readPublicKey(other.publicKey)], request, Date.now())).toBeNull();
  });

  it.each([
    ["no signature", { "telnyx-signature-ed25519": undefined }],
    ["no time", { "telnyx-timestamp": undefined }],
    ["two signatures", { "telnyx-signature-ed25519": ["a", "b"] }],
    ["an empty one", { "telnyx-signature-ed25519": "" }],
    ["half of one", { "telnyx-signature-ed25519": "AAAA" }],
    ["none that is base64", { "telnyx-signature-ed25519": "§§§" }],
    ["another time", { "telnyx-timestamp": String(seconds() - 1) }],
  ])("with %s is refused", (_what, change) => {
    const request = signedRequest(key, Buffer.from("{}"), seconds());
    const posted = { ...request, headers: { ...request.headers, ...change } };
    expect(signatureTrouble(keys, posted, Date.now())).toMatch(/^(Not signed by Telnyx|Wrong signature)$/);
  });

  it.each(["", "soon", "1e3", "-5", "12.5", "NaN", "9".repeat(40)])(
    "over a time that is none (%j) is refused, whoever made it",
    (at) => {
      expect(isTaken(signedRequest(key, Buffer.from("{}"), at))).toBe(false);
    },
  );

  it("proves nothing while there is no key", () => {
    expect(signatureTrouble([], signedRequest(key, Buffer.from("{}"), seconds()), Date.now())).not.toBeNull();
  });
});

describe("a public key of Telnyx", () => {
  it("is 32 bytes in base64, and any such is read", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const text = Buffer.from(bytes).toString("base64");
        expect(isPublicKey(text)).toBe(true);
        expect(readPublicKey(text).asymmetricKeyType).toBe("ed25519");
      }),
    );
  });

  it.each(["", "KEY0192", "a".repeat(64), `${"A".repeat(44)}`, `-----BEGIN PUBLIC KEY-----`])(
    "is not %j",
    (text) => {
      expect(isPublicKey(text)).toBe(false);
    },
  );
});
