/** The `twilio` package is the oracle: what it signs we take, and what it refuses we refuse. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import twilio from "twilio";
import { describe, expect, it } from "vitest";
import { isSignedForm, isSignedJson } from "../../../src/carriers/twilio/signature.ts";
import { signForm } from "../../../src/sandbox/twilio/sign.ts";

const TOKEN = "5e1f0000000000000000000000000001";
const { getExpectedTwilioSignature, validateRequest, validateRequestWithBody } = twilio;

const name = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter((text) => text !== "__proto__");
const value = fc.string({ unit: "grapheme", maxLength: 40 });
const form = fc.dictionary(name, value, { maxKeys: 8 });
const repeated = fc.dictionary(name, fc.array(value, { minLength: 1, maxLength: 4 }), { maxKeys: 5 });
const path = fc.constantFrom(
  "/webhooks/twilio/inbound",
  "/webhooks/twilio/status?message=m-1",
  "/a/b?x=%27&y=a+b",
);
const base = fc.constantFrom(
  "https://sms.example.com",
  "https://sms.example.com:8443",
  "http://127.0.0.1:3000",
);

describe("a Twilio signature over a form", () => {
  it("is taken whenever the oracle made it", () => {
    fc.assert(
      fc.property(base, path, form, (origin, tail, params) => {
        const url = origin + tail;
        const signature = getExpectedTwilioSignature(TOKEN, url, params);
        expect(isSignedForm([TOKEN], signature, url, Object.entries(params))).toBe(true);
      }),
    );
  });

  it("covers repeated parameters as the oracle does", () => {
    fc.assert(
      fc.property(repeated, (params) => {
        const url = "https://sms.example.com/webhooks/twilio/inbound";
        const pairs = Object.entries(params).flatMap(([key, values]) =>
          values.map((one) => [key, one] as const),
        );
        expect(isSignedForm([TOKEN], getExpectedTwilioSignature(TOKEN, url, params), url, pairs)).toBe(true);
      }),
    );
  });

  it("made by the stand-in is taken by the oracle and by us, and refused for other words by both", () => {
    fc.assert(
      fc.property(base, path, form, value, (origin, tail, params, other) => {
        const url = origin + tail;
        const signature = signForm(TOKEN, url, params);
        expect(validateRequest(TOKEN, signature, url, params)).toBe(true);
        expect(isSignedForm([TOKEN], signature, url, Object.entries(params))).toBe(true);
        const changed = { ...params, Body: `${params.Body ?? ""}${other}!` };
        expect(validateRequest(TOKEN, signature, url, changed)).toBe(false);
        expect(isSignedForm([TOKEN], signature, url, Object.entries(changed))).toBe(false);
      }),
    );
  });

  it("survives the way over the wire as a form", () => {
    fc.assert(
      fc.property(form, (params) => {
        const url = "https://sms.example.com/webhooks/twilio/inbound";
        const received = new URLSearchParams(new URLSearchParams(params).toString());
        expect(isSignedForm([TOKEN], signForm(TOKEN, url, params), url, received)).toBe(true);
      }),
    );
  });

  it.each([
    ["https://sms.example.com:443", "https://sms.example.com"],
    ["https://sms.example.com", "https://sms.example.com:443"],
    ["http://127.0.0.1", "http://127.0.0.1:80"],
    ["https://sms.example.com", "https://sms.example.com:8443"],
    ["http://[::1]", "http://[::1]:80"],
  ])(
    "is taken when Twilio signed %s and we are configured as %s, as by the oracle",
    (signedAs, configured) => {
      const params = { Body: "hi" };
      const signature = signForm(TOKEN, `${signedAs}/in?a=1`, params);
      expect(validateRequest(TOKEN, signature, `${configured}/in?a=1`, params)).toBe(true);
      expect(isSignedForm([TOKEN], signature, `${configured}/in?a=1`, Object.entries(params))).toBe(true);
    },
  );

  it("is refused for another host, path, query or scheme", () => {
    const signature = signForm(TOKEN, "https://sms.example.com/in?a=1", {});
    for (const url of [
      "https://sms.example.org/in?a=1",
      "https://sms.example.com/out?a=1",
      "https://sms.example.com/in?a=2",
      "https://sms.example.com/in",
      "http://sms.example.com/in?a=1",
    ]) {
      expect(isSignedForm([TOKEN], signature, url, [])).toBe(false);
    }
  });

  it("is refused when it is empty, cut or longer, and when there is no token", () => {
    const url = "https://sms.example.com/in";
    const signature = signForm(TOKEN, url, {});
    for (const wrong of ["", signature.slice(0, -1), `${signature}=`, signature.toLowerCase()]) {
      expect(isSignedForm([TOKEN], wrong, url, [])).toBe(false);
    }
    expect(isSignedForm([], signature, url, [])).toBe(false);
  });

  it("may be of any of our tokens", () => {
    const url = "https://sms.example.com/in";
    expect(isSignedForm(["old", TOKEN], signForm(TOKEN, url, {}), url, [])).toBe(true);
  });
});

describe("a Twilio signature over JSON", () => {
  it("agrees with the oracle, also about a changed body", () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (text, other) => {
        const hash = createHash("sha256").update(text).digest("hex");
        const url = `https://sms.example.com/in?a=1&bodySHA256=${hash}`;
        const signature = getExpectedTwilioSignature(TOKEN, url, {});
        for (const body of [text, other]) {
          expect(isSignedJson([TOKEN], signature, url, Buffer.from(body))).toBe(
            validateRequestWithBody(TOKEN, signature, url, body),
          );
        }
      }),
    );
  });

  it("is refused without a hash of the body in the address", () => {
    const url = "https://sms.example.com/in";
    expect(isSignedJson([TOKEN], signForm(TOKEN, url, {}), url, Buffer.from("{}"))).toBe(false);
  });
});
