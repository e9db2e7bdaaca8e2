import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WebhookRequest } from "../../src/bridge/contracts/carrier.ts";
import { doubtOf } from "../../src/carriers/callback-proof.ts";
import type { Proving } from "../../src/carriers/doubt.ts";
import type { CallbackProof, HmacProof } from "../../src/domain/http-carrier.ts";

const now = Date.parse("2026-03-02T12:00:00Z");
const proving: Proving = {
  secrets: new Map([
    ["PATH_SECRET", ["path-one", "path/two"]],
    ["USER", ["acme"]],
    ["PASSWORD", ["pass:one", "pässword"]],
    ["KEY", ["key-one", "key-two"]],
  ]),
  publicUrl: "https://sms.example.com",
  now: () => now,
};

const requestOf = (change: Partial<WebhookRequest> = {}): WebhookRequest => ({
  method: "POST",
  rawUrl: "/webhooks/acme/inbound?a=1",
  headers: {},
  body: Buffer.from('{"text":"hi {{timestamp}} {{url}}"}'),
  ...change,
});
const reasonOf = (proof: CallbackProof, change: Partial<WebhookRequest> = {}, with_: Partial<Proving> = {}) =>
  doubtOf(proof, { ...proving, ...with_ }, requestOf(change))?.reason ?? "believed";

describe("a callback", () => {
  it("is never believed where nothing is agreed", () => {
    expect(reasonOf({})).toMatch(/^Nothing is agreed/);
  });

  it("is believed only where all that is agreed holds", () => {
    const proof = { secretPath: "PATH_SECRET", basic: { username: "USER", password: "PASSWORD" } };
    const right = { secret: "path-one", headers: { authorization: basicOf("acme", "pass:one") } };
    expect(reasonOf(proof, right)).toBe("believed");
    expect(reasonOf(proof, { ...right, secret: "other" })).toMatch(/address/);
    expect(reasonOf(proof, { ...right, headers: {} })).toMatch(/password/);
  });

  it.each([[[]], [[""]], [["", ""]]])(
    "is never believed by secrets that are not set, or empty: %j",
    (values) => {
      const none = { secrets: new Map([...proving.secrets.keys()].map((name) => [name, values])) };
      expect(reasonOf({ secretPath: "PATH_SECRET" }, { secret: "" }, none)).not.toBe("believed");
      const headers = { authorization: basicOf("", "") };
      const basic = { username: "USER", password: "PASSWORD" };
      expect(reasonOf({ basic }, { headers }, none)).not.toBe("believed");
      const signed = { headers: { "x-signature": sign("", requestOf().body) } };
      expect(reasonOf({ hmac: hmac() }, signed, none)).not.toBe("believed");
    },
  );

  it("is told of in a sentence that says what to set, and shows no secret", () => {
    const proofs: CallbackProof[] = [
      {},
      { secretPath: "PATH_SECRET" },
      { basic: { username: "USER", password: "PASSWORD" } },
      { hmac: hmac() },
      { hmac: hmac({ signs: "{{url}}{{body}}" }) },
      { hmac: hmac({ timestamp: { header: "x-time", toleranceSeconds: 300 } }) },
    ];
    const requests: Partial<WebhookRequest>[] = [
      {},
      { secret: "wrong" },
      { headers: { authorization: basicOf("acme", "wrong") } },
      { headers: { authorization: basicOf("nobody", "wrong") } },
      { headers: { "x-signature": "00" } },
      { headers: { "x-signature": "00", "x-time": "yesterday" } },
    ];
    for (const proof of proofs)
      for (const request of requests) {
        const doubt = doubtOf(proof, proving, requestOf(request));
        expect(doubt?.sentence).toMatch(/^[A-Z].{20,}\.$/s);
        expect(doubt?.reason.length).toBeLessThan(100);
        for (const secret of [...proving.secrets.values()].flat())
          if (secret !== "acme") expect(JSON.stringify(doubt)).not.toContain(secret);
      }
  });
});

describe("a secret in the address", () => {
  const proof = { secretPath: "PATH_SECRET" };

  it.each(["path-one", "path%2Ftwo", "path%2ftwo"])("proves it, one of two: %s", (secret) => {
    expect(reasonOf(proof, { secret })).toBe("believed");
  });

  it.each(["path-on", "path-one1", "PATH-ONE", "", "%", "path-one%00"])(
    "proves nothing that is not it: %j",
    (secret) => {
      expect(reasonOf(proof, { secret })).toMatch(/address/);
    },
  );

  it("that is missing proves nothing", () => {
    expect(reasonOf(proof)).toMatch(/address/);
  });
});

describe("a user name and a password", () => {
  const proof = { basic: { username: "USER", password: "PASSWORD" } };
  const shown = (authorization: string | undefined) => reasonOf(proof, { headers: { authorization } });

  it("prove it, either password, also with colons and letters beyond ASCII", () => {
    for (const password of ["pass:one", "pässword"])
      expect(shown(basicOf("acme", password))).toBe("believed");
    expect(shown(basicOf("acme", "pass:one").replace("Basic", "basic"))).toBe("believed");
  });

  it.each([
    undefined,
    "",
    "Basic",
    "Basic !!!",
    "Bearer abc",
    basicOf("acme", "pass"),
    basicOf("", "pass:one"),
    basicOf("pass:one", "acme"),
    `Basic ${Buffer.from("acme").toString("base64")}`,
  ])("prove nothing as %s", (authorization) => {
    expect(shown(authorization)).toBe("Wrong user name or password");
  });
});

describe("a signature", () => {
  const signedBy = (key: string, proof = hmac(), change: Partial<WebhookRequest> = {}) => {
    const request = requestOf(change);
    return reasonOf(
      { hmac: proof },
      { ...change, headers: { "x-signature": sign(key, request.body, proof) } },
    );
  };

  it.each(["key-one", "key-two"])("proves it by either key: %s", (key) => {
    expect(signedBy(key)).toBe("believed");
  });

  it.each(["key-three", "", "key-one "])("proves nothing by another: %j", (key) => {
    expect(signedBy(key)).toBe("Wrong signature");
  });

  it.each(["sha1", "sha256", "sha512"] as const)(
    "is read by %s, in both encodings, with and without a prefix",
    (algorithm) => {
      for (const encoding of ["hex", "base64"] as const)
        for (const prefix of ["", "sha256=", "v1,", "HMAC "]) {
          const proof = hmac({ algorithm, encoding, prefix });
          expect(signedBy("key-one", proof)).toBe("believed");
          expect(signedBy("wrong", proof)).toBe("Wrong signature");
        }
    },
  );

  it("is no signature by another algorithm, or without its prefix", () => {
    const headers = { "x-signature": sign("key-one", requestOf().body, hmac({ algorithm: "sha512" })) };
    expect(reasonOf({ hmac: hmac() }, { headers })).toBe("Wrong signature");
    expect(reasonOf({ hmac: hmac({ prefix: "v1=" }) }, { headers })).toBe("Not signed by the carrier");
  });

  it("is read in capital letters, too", () => {
    const headers = { "x-signature": sign("key-one", requestOf().body).toUpperCase() };
    expect(reasonOf({ hmac: hmac() }, { headers })).toBe("believed");
  });

  it("may be one of several, while the carrier replaces its key", () => {
    const { body } = requestOf();
    const headers = { "x-signature": `${sign("theirs", body)}, ${sign("key-two", body)}` };
    expect(reasonOf({ hmac: hmac() }, { headers })).toBe("believed");
  });

  it("covers the bytes as they came, whatever they are", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (one, other) => {
        const [body, changed] = [Buffer.from(one), Buffer.from(other)];
        expect(signedBy("key-one", hmac(), { body })).toBe("believed");
        const headers = { "x-signature": sign("key-one", body) };
        const believed = reasonOf({ hmac: hmac() }, { body: changed, headers }) === "believed";
        expect(believed).toBe(body.equals(changed));
      }),
    );
  });

  it("is never proven by anything but itself", () => {
    const right = sign("key-one", requestOf().body);
    const wrong = sign("key-two", requestOf().body);
    fc.assert(
      fc.property(fc.string(), (shown) => {
        fc.pre(!shown.toLowerCase().includes(right) && !shown.toLowerCase().includes(wrong));
        expect(reasonOf({ hmac: hmac() }, { headers: { "x-signature": shown } })).not.toBe("believed");
      }),
    );
  });

  it("may cover the public address as it was asked for, and nothing that the request says of itself", () => {
    const proof = hmac({ signs: "{{url}}{{body}}" });
    const { rawUrl, body } = requestOf();
    const signed = Buffer.concat([Buffer.from(`https://sms.example.com${rawUrl}`), body]);
    const headers = { "x-signature": sign("key-one", signed), host: "evil.example" };
    expect(reasonOf({ hmac: proof }, { headers })).toBe("believed");
    expect(reasonOf({ hmac: proof }, { headers, rawUrl: `${rawUrl}&b=2` })).toBe("Wrong signature");
    expect(reasonOf({ hmac: proof }, { headers }, { publicUrl: null })).toMatch(/No public address/);
  });

  it("may cover a number that is used once, in a header of its own", () => {
    const proof = hmac({ signs: "{{body}}.{{header.X-Nonce}}.{{header.x-other}}" });
    const { body } = requestOf();
    const signed = Buffer.concat([body, Buffer.from(".{{body}}.o")]);
    const headers = { "x-signature": sign("key-one", signed), "x-nonce": "{{body}}", "x-other": "o" };
    expect(reasonOf({ hmac: proof }, { headers })).toBe("believed");
    expect(reasonOf({ hmac: proof }, { headers: { ...headers, "x-nonce": "n" } })).toBe("Wrong signature");
    const { "x-nonce": _, ...without } = headers;
    expect(reasonOf({ hmac: proof }, { headers: without })).toBe("Not signed by the carrier");
  });

  describe("with a time", () => {
    const proof = hmac({
      signs: "v0:{{timestamp}}:{{body}}",
      timestamp: { header: "x-time", toleranceSeconds: 300 },
    });
    const at = (time: string, shown = time) => {
      const signed = Buffer.concat([Buffer.from(`v0:${time}:`), requestOf().body]);
      return reasonOf(
        { hmac: proof },
        { headers: { "x-signature": sign("key-one", signed), "x-time": shown } },
      );
    };
    const seconds = (off: number) => String(now / 1000 + off);

    it.each([0, -300, 300])("is believed %i s off", (off) => {
      expect(at(seconds(off))).toBe("believed");
    });

    it.each([-301, 301, -86_400, 86_400])("is not believed %i s off, whoever signed it", (off) => {
      expect(at(seconds(off))).toBe("Signed too long ago, or by a clock that is off");
    });

    it("is read in milliseconds and as ISO 8601, too", () => {
      expect(at(String(now))).toBe("believed");
      expect(at(new Date(now).toISOString())).toBe("believed");
    });

    it("is not believed with another time than the signed one, none, or what is no time", () => {
      expect(at(seconds(-301), seconds(0))).toBe("Wrong signature");
      expect(at(seconds(0), "")).toBe("Not signed by the carrier");
      expect(at("yesterday")).toBe("No time of signing");
    });
  });
});

function hmac(change: Partial<HmacProof> = {}): HmacProof {
  return {
    header: "x-signature",
    secret: "KEY",
    algorithm: "sha256",
    encoding: "hex",
    prefix: "",
    signs: "{{body}}",
    timestamp: null,
    ...change,
  };
}

function sign(key: string, signed: Buffer, { algorithm, encoding, prefix }: HmacProof = hmac()): string {
  return prefix + createHmac(algorithm, key).update(signed).digest(encoding);
}

function basicOf(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
