import { Agent } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fixedAccess, renewedAccess } from "../../src/crm/access.ts";
import { createJsonApi, type JsonApiSettings } from "../../src/crm/json-api.ts";
import { createRateLimit } from "../../src/crm/rate-limit.ts";
import { failureOf, notDone, readJson, refusalSentence } from "../../src/crm/read-answer.ts";
import { CrmError } from "../../src/domain/errors.ts";
import { createCall } from "../../src/lib/call.ts";
import { createHttpFake, type HttpFake, nobodysAddress } from "./http-fake.ts";

const call = createCall(new Agent());
const now = () => Date.parse("2026-03-02T12:00:00Z");
const secretWords = "the tulips are on the balcony, +15550199001";
const reading = {
  title: "Ledger",
  wordOf: (json: unknown) => (json as { word?: unknown } | null)?.word,
};
const invalid = () => ({ kind: "rejected", why: "invalid", sentence: "Ledger did not take it." }) as const;

let fake: HttpFake;
const apiWith = (change: Partial<JsonApiSettings> = {}) =>
  createJsonApi({
    call,
    now,
    access: fixedAccess({ baseUrl: fake.url, headers: { authorization: "Bearer t" } }),
    ...change,
  });
const post = { method: "POST", path: "/logs?a=1", body: { words: "hi" } } as const;

beforeEach(async () => {
  fake = await createHttpFake(() => ({ status: 201, body: { id: "7" } }));
});
afterEach(() => fake.stop());

describe("a question to a CRM", () => {
  it("carries JSON, and brings its answer", async () => {
    const answer = await apiWith()(post);
    expect(readJson(reading, answer)).toEqual({ id: "7" });
    expect(fake.requests).toMatchObject([
      {
        method: "POST",
        path: "/logs",
        json: { words: "hi" },
        headers: {
          authorization: "Bearer t",
          "content-type": "application/json",
          accept: "application/json",
        },
      },
    ]);
  });

  it("has certainly done nothing where nobody listens", async () => {
    const access = fixedAccess({ baseUrl: await nobodysAddress(), headers: {} });
    const answer = await apiWith({ access })(post);
    expect(answer).toMatchObject({ kind: "silence", certain: true, reason: "ECONNREFUSED" });
    expect(notDone(reading, answer, invalid)).toEqual({
      kind: "later",
      afterMs: null,
      reason: "ECONNREFUSED",
    });
  });

  it.each(["lost", "hangs", "garbled"] as const)(
    "may have been done where the answer is %s",
    async (fate) => {
      fake.next(fate);
      const answer = await apiWith({ timeoutMs: 200 })(post);
      expect(notDone(reading, answer, invalid).kind).toBe("unknown");
      expect(fake.requests).toHaveLength(1);
      expect(() => readJson(reading, answer)).toThrow(CrmError);
    },
  );

  it.each([500, 502, 503, 504, 408])("may have been done at HTTP %i", async (status) => {
    fake.next({ status, body: "busy" });
    expect(notDone(reading, await apiWith()(post), invalid)).toEqual({
      kind: "unknown",
      reason: `HTTP ${status}`,
    });
  });

  it.each([301, 401, 407, 423])("comes again at HTTP %i", async (status) => {
    fake.next({ status });
    expect(notDone(reading, await apiWith()(post), invalid)).toMatchObject({ kind: "later" });
  });

  it.each([400, 403, 404, 409, 422])("is refused for good at HTTP %i", async (status) => {
    fake.next({ status });
    expect(notDone(reading, await apiWith()(post), invalid)).toEqual(invalid());
  });

  it.each([
    ["12", 12_000],
    ["Mon, 02 Mar 2026 12:00:30 GMT", 30_000],
    ["soon", null],
  ])("comes back when the CRM says so: %s", async (header, afterMs) => {
    fake.next({ status: 429, headers: { "retry-after": header }, body: { word: "RATE_LIMITS" } });
    expect(notDone(reading, await apiWith()(post), invalid)).toEqual({
      kind: "later",
      afterMs,
      reason: "HTTP 429 (RATE_LIMITS)",
    });
  });

  it("is not asked at all while the CRM wants to be left alone", async () => {
    const limit = createRateLimit({ times: 5, withinMs: 1000 });
    const api = apiWith({ limit });
    fake.next({ status: 429, headers: { "retry-after": "60" } });
    await api(post);
    const answer = await api(post);
    expect(answer).toMatchObject({ kind: "silence", certain: true });
    expect(answer.retryAfterMs).toBeGreaterThan(50_000);
    expect(fake.requests).toHaveLength(1);
  });

  it.each([
    { word: secretWords },
    { word: 15_550_199_001 },
    { message: secretWords },
    secretWords,
    [secretWords],
  ])("hands on no more than a word of what it is told: %j", async (body) => {
    fake.next({ status: 400, body });
    const answer = await apiWith()(post);
    if (answer.kind !== "answer") throw new Error("no answer");
    expect(failureOf(reading, answer).message).toBe("Ledger refused the request (HTTP 400)");
    expect(refusalSentence(reading, answer, "the record")).toBe("Ledger did not take the record (HTTP 400).");
  });

  it("throws what may be tried again as such", async () => {
    for (const [status, retryable] of [
      [429, true],
      [503, true],
      [401, true],
      [403, false],
      [400, false],
    ] as const) {
      fake.next({ status, body: { word: "NO" } });
      expect(failureOf(reading, await apiWith()(post)).failure).toMatchObject({ kind: "NO", retryable });
    }
  });
});

describe("a pass that is renewed", () => {
  const renewing = () => {
    let count = 0;
    const access = renewedAccess(async () => {
      count += 1;
      return { baseUrl: fake.url, headers: { authorization: `Bearer ${count}` } };
    });
    return { access, fetched: () => count };
  };
  const only = (token: string) => (request: { headers: { authorization?: string | undefined } }) =>
    request.headers.authorization !== `Bearer ${token}`;

  it("is fetched once, however many wait for it", async () => {
    const { access, fetched } = renewing();
    const api = apiWith({ access });
    await Promise.all([api(post), api(post), api(post)]);
    expect(fetched()).toBe(1);
  });

  it("is replaced once when it is refused, and what was asked is asked again", async () => {
    const { access, fetched } = renewing();
    for (let i = 0; i < 3; i += 1) fake.next({ status: 401 }, only("2"));
    const api = apiWith({ access });
    const answers = await Promise.all([api(post), api(post), api(post)]);
    expect(answers.map((answer) => answer.kind === "answer" && answer.status)).toEqual([201, 201, 201]);
    expect(fetched()).toBe(2);
  });

  it("is refused a second time without end", async () => {
    const { access, fetched } = renewing();
    fake.next({ status: 401 });
    fake.next({ status: 401 });
    expect(await apiWith({ access })(post)).toMatchObject({ kind: "answer", status: 401 });
    expect(fetched()).toBe(2);
  });

  it("has certainly let nothing be done where there is none", async () => {
    const failure = { kind: "invalid_grant", retryable: true, certain: true, retryAfterMs: 5 };
    const access = renewedAccess(async () => {
      throw new CrmError(`refused ${secretWords}`, failure);
    });
    const answer = await apiWith({ access })(post);
    expect(answer).toEqual({
      kind: "silence",
      certain: true,
      reason: "no access: invalid_grant",
      retryAfterMs: 5,
    });
    expect(fake.requests).toEqual([]);
  });
});

describe("an answer that has to be kept", () => {
  it("is kept before it is handed on", async () => {
    const told: string[] = [];
    const heard = async () => {
      await Promise.resolve();
      told.push("kept");
    };
    await apiWith({ heard })(post);
    expect(told).toEqual(["kept"]);
  });

  it("leaves open what was done where it can't be kept", async () => {
    const heard = () => {
      throw new Error("the disk is full");
    };
    expect(await apiWith({ heard })(post)).toMatchObject({ kind: "silence", certain: false });
  });
});
