import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OutgoingSms } from "../../../src/bridge/contracts/carrier.ts";
import type { HttpCarrier, SendAnswer, SendRequest } from "../../../src/domain/http-carrier.ts";
import type { Address, E164, MessageId } from "../../../src/domain/ids.ts";
import { freePort } from "../../../src/lib/free-port.ts";
import { passwordForm, secretQuery, signedJson, words } from "./dialects.ts";
import { createHttpSide, type HttpSide, line, phone } from "./http-world.ts";

let side: HttpSide;
beforeEach(async () => {
  side = await createHttpSide(signedJson);
});
afterEach(() => side.stop());

const sms: OutgoingSms = {
  messageId: "m-1" as MessageId,
  from: line as E164,
  to: phone as Address,
  body: "See you at 3 € – 🌷",
};
const described = (change: Partial<HttpCarrier>) =>
  side.carrierWith({ description: { ...signedJson.describe(side.company.url), ...change } });
const sending = (change: Partial<SendRequest>) => {
  const { send } = signedJson.describe(side.company.url);
  return described({ send: { ...send, ...change } });
};
const answering = (change: Partial<SendAnswer>) =>
  sending({ answer: { ...signedJson.describe(side.company.url).send.answer, ...change } });
const lastAsked = () => side.company.asked.at(-1) ?? expect.fail("nobody was asked");
const next = (status: number, body: unknown, headers?: Record<string, string>) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  side.company.nextAnswer = { status, body: text, ...(headers === undefined ? {} : { headers }) };
};

describe("the request", () => {
  it("of JSON is filled in by its structure", async () => {
    await side.carrier.send(sms);
    const { method, url, headers, body } = lastAsked();
    expect([method, url.pathname, headers["content-type"]]).toEqual([
      "POST",
      "/v1/messages",
      "application/json",
    ]);
    expect(headers.authorization).toBe("Bearer token-one");
    expect(JSON.parse(body)).toEqual({
      from: "15550100001",
      to: ["15550199001"],
      text: "See you at 3 € – 🌷",
      reference: "m-1",
    });
  });

  it("of a form has each value in a field of its own, and names the address for reports", async () => {
    const form = await createHttpSide(passwordForm);
    await form.carrier.send({ ...sms, body: "a=b&To=+1 %20;\n" });
    const { url, headers, body } = form.company.asked.at(-1) ?? expect.fail("nobody was asked");
    expect(url.pathname).toBe("/texts/%2B15550100001/send");
    expect(headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect([...new URLSearchParams(body)]).toEqual([
      ["To", phone],
      ["Text", "a=b&To=+1 %20;\n"],
      ["Report", `${form.publicUrl}/webhooks/birch/status?message=m-1`],
    ]);
    await form.company.settled();
    await form.stop();
  });

  it("names a secret path in the address for reports", async () => {
    const { reports } = signedJson.describe("");
    const proof = { secretPath: "ACME_SIGNING_KEY" };
    const query = [["hook", "{{callback}}"]] as const;
    const { send } = signedJson.describe(side.company.url);
    await described({ proof, reports, send: { ...send, query } }).send(sms);
    expect(lastAsked().url.searchParams.get("hook")).toBe(
      `${side.publicUrl}/webhooks/acme/status/first-key-of-the-company?message=m-1`,
    );
  });

  it("leaves the address for reports out where there is none", async () => {
    const query = [["hook", "{{callback}}"]] as const;
    const { send } = signedJson.describe(side.company.url);
    await described({ reports: null, send: { ...send, query } }).send(sms);
    expect(lastAsked().url.search).toBe("");
    const withoutAddress = {
      description: { ...signedJson.describe(side.company.url), send: { ...send, query } },
    };
    await side.carrierWith({ ...withoutAddress, publicUrl: null }).send(sms);
    expect(lastAsked().url.search).toBe("");
  });

  it("says what it is in a header of the description, where that has one", async () => {
    await sending({
      headers: [
        ["Content-Type", "application/vnd.acme+json"],
        ["Authorization", "Bearer {{secret.ACME_TOKEN}}"],
      ],
    }).send(sms);
    expect(lastAsked().headers["content-type"]).toBe("application/vnd.acme+json");
  });

  it("never lets a text break out of JSON, a form, a query or a path", async () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        '"}',
        "&to=+1",
        "#x",
        "?a=b",
        "/../..",
        "{{secret.ACME_TOKEN}}",
        "\r\nX: y",
        "\ud800",
        "a+b %2B",
      ),
    );
    const path = "/v1/{{text}}/messages";
    const query = [["q", "{{text}}"]] as const;
    const form = {
      kind: "form",
      fields: [
        ["a", "{{text}}"],
        ["b", "{{to}}"],
      ],
    } as const;
    const [byJson, byForm] = [sending({ path, query }), sending({ path, query, body: form })];
    await fc.assert(
      fc.asyncProperty(texts, async (body) => {
        fc.pre(body !== "." && body !== "..");
        const words = body.replace(/\p{Cs}/gu, "\uFFFD");
        for (const carrier of [byJson, byForm]) {
          next(200, "");
          await carrier.send({ ...sms, body });
          const { url } = lastAsked();
          expect(url.pathname.split("/").map(decodeURIComponent)).toEqual(["", "v1", words, "messages"]);
          expect([...url.searchParams]).toEqual([["q", words]]);
          expect(url.hash).toBe("");
        }
        const [json, urlencoded] = side.company.asked.slice(-2);
        expect(JSON.parse(json?.body ?? "")).toMatchObject({ text: words, to: ["15550199001"] });
        expect([...new URLSearchParams(urlencoded?.body)]).toEqual([
          ["a", words],
          ["b", "15550199001"],
        ]);
      }),
      { numRuns: 60 },
    );
  });

  it.each([".", ".."])("is not made of a text that would be a step in its path: %s", async (body) => {
    const outcome = await sending({ path: "/v1/{{text}}/messages" }).send({ ...sms, body });
    expect(outcome).toMatchObject({ kind: "rejected", failure: { code: "unwritable", scope: "content" } });
    expect(side.company.asked).toEqual([]);
  });

  it("keeps a header in one line, in the bytes of UTF-8", async () => {
    const headers = [["X-Key", "a\r\nX-Evil: {{secret.ODD}}"]] as const;
    const secrets = new Map([...signedJson.secrets, ["ODD", ["ü\r\nX-Worse: 1"]]]);
    const description = signedJson.describe(side.company.url);
    await side
      .carrierWith({ description: { ...description, send: { ...description.send, headers } }, secrets })
      .send(sms);
    const got = lastAsked().headers;
    expect(Buffer.from(String(got["x-key"]), "latin1").toString()).toBe("a X-Evil: ü X-Worse: 1");
    expect(got).not.toHaveProperty("x-evil");
    expect(got).not.toHaveProperty("x-worse");
  });
});

describe("a number", () => {
  it("is written in the form that the carrier wants", async () => {
    const query = await createHttpSide(secretQuery);
    await query.carrier.send(sms);
    const [asked] = query.company.asked;
    expect(asked?.url.searchParams.get("to")).toBe("5550199001");
    expect(query.company.arrived).toMatchObject([{ to: phone, from: line }]);
    await query.stop();
  });

  it("of another country is never shortened to one of that carrier's", async () => {
    const carrier = described({ numbers: { kind: "national", country: "US" } });
    const outcome = await carrier.send({ ...sms, to: "+447700900123" as Address });
    expect(outcome).toMatchObject({
      kind: "rejected",
      failure: { code: "other_country", scope: "recipient" },
    });
    expect(side.company.asked).toEqual([]);
  });
});

describe("files", () => {
  const file = { name: "a.gif", contentType: "image/gif", size: 1, read: async () => Buffer.from("x") };

  it("without an address are not left behind in silence", async () => {
    const outcome = await side.carrier.send({ ...sms, media: [{ ...file, url: null }] });
    expect(outcome).toMatchObject({ kind: "rejected", failure: { code: "no_address", scope: "account" } });
    expect(side.company.asked).toEqual([]);
  });

  it("are not handed to a carrier that takes none", async () => {
    const outcome = await sending({ media: null }).send({
      ...sms,
      media: [{ ...file, url: "https://a.example/1" }],
    });
    expect(outcome).toMatchObject({ kind: "rejected", failure: { code: "no_files" } });
    expect(side.company.asked).toEqual([]);
  });

  it("are a capability only where the carrier can fetch them", () => {
    expect(side.carrier.capabilities.media).toMatchObject({ files: 4, byAddress: true });
    expect(side.carrierWith({ publicUrl: null }).capabilities.media).toBeNull();
    expect(sending({ media: null }).capabilities.media).toBeNull();
  });
});

describe("the answer", () => {
  const accepted = { message: { id: "A1", status: "queued" } };

  it("of a success names the text's id and state, also one of many digits", async () => {
    next(200, accepted);
    expect(await side.carrier.send(sms)).toEqual({
      kind: "accepted",
      carrierMessageId: "A1",
      state: "accepted",
    });
    next(200, `\uFEFF${JSON.stringify(accepted)}`);
    expect(await side.carrier.send(sms)).toMatchObject({ kind: "accepted", carrierMessageId: "A1" });
    next(201, '{"message":{"id":9007199254740993,"status":"SENT"}}');
    expect(await side.carrier.send(sms)).toEqual({
      kind: "accepted",
      carrierMessageId: "9007199254740993",
      state: "sent",
    });
  });

  it("of a success with a status that nobody described counts as accepted", async () => {
    next(200, { message: { id: "A1", status: "pondering" } });
    expect(await side.carrier.send(sms)).toMatchObject({ kind: "accepted", state: "accepted" });
  });

  it.each([[""], ["{"], ["{}"], ["<html>"], [{ message: { id: "" } }], [{ message: { id: null } }], [[]]])(
    "of a success without the id that should be there is unknown: %j",
    async (body) => {
      next(200, body);
      expect(await side.carrier.send(sms)).toEqual({ kind: "unknown", reason: "HTTP 200 unreadable" });
    },
  );

  it("of a success with an id and an error that nobody described is unknown, unless its status is known", async () => {
    const message = { id: "A1" };
    const fates = [
      [{ message, error: { code: "e-9" } }, "unknown"],
      [{ message: { ...message, status: "pondering" }, error: { code: "e-9" } }, "unknown"],
      [{ message: { ...message, status: "queued" }, error: { code: "e-9" } }, "accepted"],
      [{ message, error: { code: 0 } }, "accepted"],
      [{ message, error: { code: "landline" } }, "rejected"],
    ] as const;
    for (const [body, kind] of fates) {
      next(200, body);
      expect([body, (await side.carrier.send(sms)).kind]).toEqual([body, kind]);
    }
    const same = answering({ error: "/message/status" });
    next(200, { message: { id: "A1", status: "INVALID_RECIPIENT" } });
    expect(await same.send(sms)).toMatchObject({ kind: "unknown" });
  });

  it("of a success whose status is a failure is a refusal, with its reason", async () => {
    next(200, { message: { id: "A1", status: "rejected" }, error: { code: "landline" } });
    expect(await side.carrier.send(sms)).toMatchObject({
      kind: "rejected",
      failure: { code: "landline", scope: "recipient" },
    });
  });

  it("of a success that names a known error, and no status, is a refusal", async () => {
    next(200, { message: {}, error: { code: "stopped" } });
    expect(await side.carrier.send(sms)).toMatchObject({ kind: "rejected", failure: { code: "stopped" } });
  });

  describe("of a carrier that gives no ids", () => {
    it("is a success by its code alone, under our id", async () => {
      next(200, "OK");
      const outcome = await answering({ id: null, status: null, error: null }).send(sms);
      expect(outcome).toEqual({ kind: "accepted", carrierMessageId: "m-1", state: "accepted" });
    });

    it("is unknown where its status or an error says something that nobody described", async () => {
      const carrier = answering({ id: null, status: "/status", words, error: "/error" });
      const fates = [
        [{ status: "queued" }, "accepted"],
        [{ status: "queued", error: 0 }, "accepted"],
        [{ status: "pondering" }, "unknown"],
        [{}, "unknown"],
        [{ status: "queued", error: "e-9" }, "unknown"],
        [{ status: "failed", error: "e-9" }, "rejected"],
        [{ status: "failed" }, "rejected"],
      ] as const;
      for (const [body, kind] of fates) {
        next(200, body);
        expect([body, (await carrier.send(sms)).kind]).toEqual([body, kind]);
      }
    });
  });

  it.each([
    [422, { error: { code: "stopped" } }, "stopped", "recipient"],
    [400, { error: { code: "spam" } }, "spam", "content"],
    [422, { error: { code: "e-9" } }, "e-9", "content"],
    [422, "", "http-422", "content"],
    [401, { error: { code: "who" } }, "http-401", "account"],
    [403, { error: { code: "no_credit" } }, "no_credit", "account"],
    [402, {}, "http-402", "account"],
    [403, {}, "http-403", "account"],
    [404, "", "http-404", "account"],
    [404, { error: { code: "no_such_phone" } }, "no_such_phone", "content"],
  ])("of %i with %j is a refusal: %s, trouble of the %s", async (status, body, code, scope) => {
    next(status, body);
    const outcome = await answering({ refused: [400, 401, 402, 403, 404, 422] }).send(sms);
    expect(outcome).toMatchObject({ kind: "rejected", failure: { code, scope } });
    expect(outcome.kind === "rejected" && outcome.failure.sentence).toMatch(/^[A-Z].{20,}\.$/);
    expect(outcome.kind === "rejected" && outcome.failure.retryAfterMs).toBeFalsy();
  });

  it.each([300, 302, 404, 405, 408, 409, 418, 499, 500, 502, 503, 504])(
    "of %i, which the description does not name, is unknown",
    async (status) => {
      next(status, { error: { code: "stopped" } });
      expect(await side.carrier.send(sms)).toEqual({ kind: "unknown", reason: `HTTP ${status}` });
    },
  );

  it("that says later is a refusal with a time: its own, or two seconds", async () => {
    next(429, "", { "retry-after": "7" });
    expect(await side.carrier.send(sms)).toMatchObject({ kind: "rejected", failure: { retryAfterMs: 7000 } });
    next(429, "");
    expect(await side.carrier.send(sms)).toMatchObject({
      kind: "rejected",
      failure: { scope: "passing", retryAfterMs: 2000 },
    });
  });

  it.each(["1e300", "99999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])(
    "that says to come back never (%s) is tried again after a day at most",
    async (retry) => {
      next(429, "", { "retry-after": retry });
      expect(await side.carrier.send(sms)).toMatchObject({ failure: { retryAfterMs: 86_400_000 } });
    },
  );

  it("is a passing failure where nobody listens, and nothing left", async () => {
    const carrier = described({ url: `http://127.0.0.1:${await freePort()}` });
    expect(await carrier.send(sms)).toMatchObject({
      kind: "rejected",
      failure: { code: "unreachable", scope: "passing", retryAfterMs: 5000 },
    });
  });

  it("is asked for once, whatever becomes of it", async () => {
    for (const fate of ["refused", "busy", "broken", "lost"] as const) {
      const before = side.company.asked.length;
      side.company.fate = fate;
      await side.carrier.send(sms);
      expect(side.company.asked.length - before).toBe(1);
    }
  });
});

describe("what is told of a send", () => {
  const secretsOf = [...signedJson.secrets.values()].flat();
  /** All of the text, its numbers, its address, and what lets in. */
  const hidden = [
    sms.body,
    encodeURIComponent(sms.body),
    "5550199001",
    "5550100001",
    "http://",
    ...secretsOf,
  ];

  it.each([
    [200, { message: { id: "A1" } }],
    [200, ""],
    [200, { message: { id: "A1", status: "failed" }, error: { code: `to +15550199001: ${sms.body}` } }],
    [422, { error: { code: `https://api.example.com?text=${sms.body}` } }],
    [422, { error: { code: "15550199001" } }],
    [429, sms.body],
    [500, sms.body],
  ])("holds no address, words, numbers or secrets: %i %j", async (status, body) => {
    const query = [
      ["text", "{{text}}"],
      ["to", "{{to}}"],
      ["key", "{{secret.ACME_TOKEN}}"],
    ] as const;
    next(status, body);
    const told = JSON.stringify(await sending({ query }).send(sms));
    for (const one of hidden) expect(told).not.toContain(one);
  });

  it("holds none of it where the call breaks, either", async () => {
    const query = [
      ["text", "{{text}}"],
      ["key", "{{secret.ACME_TOKEN}}"],
    ] as const;
    const { send } = signedJson.describe(side.company.url);
    const description = { ...signedJson.describe(side.company.url), send: { ...send, query } };
    const thrown = new TypeError(`fetch of http://a/?text=${sms.body} failed`);
    const carrier = side.carrierWith({ description, call: () => Promise.reject(thrown) });
    expect(await carrier.send(sms)).toEqual({ kind: "unknown", reason: "failed" });
    side.company.fate = "lost";
    const told = JSON.stringify(await side.carrierWith({ description }).send(sms));
    for (const one of hidden) expect(told).not.toContain(one);
  });
});
