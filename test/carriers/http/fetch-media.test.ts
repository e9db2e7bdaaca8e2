import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHttpCarrier } from "../../../src/carriers/http/http-carrier.ts";
import type { HttpCarrier, InboundMedia } from "../../../src/domain/http-carrier.ts";
import type { SafeAnswer, SafeRequest } from "../../../src/lib/safe-fetch.ts";
import { basicOf, passwordForm, signedJson } from "./dialects.ts";
import { createHttpSide, type HttpSide } from "./http-world.ts";

const gif = { contentType: "image/gif", bytes: Buffer.from("GIF89a") };
const media = (fetch: InboundMedia["fetch"]): InboundMedia => ({
  at: ["/media"],
  url: null,
  type: null,
  fetch,
});
const withMedia = (description: HttpCarrier, fetch: InboundMedia["fetch"]): HttpCarrier => ({
  ...description,
  inbound: { ...description.inbound, media: media(fetch) },
});

describe("a file at the carrier", () => {
  let side: HttpSide;
  beforeEach(async () => {
    side = await createHttpSide(signedJson);
  });
  afterEach(() => side.stop());
  const fetchFrom = async (url: string, fetch: InboundMedia["fetch"] = "with_headers") => {
    const description = withMedia(signedJson.describe(side.company.url), fetch);
    return await side.carrierWith({ description }).fetchMedia?.({ url, contentType: "image/gif" });
  };

  it("is fetched with what lets in, and with nothing else of the request that sends", async () => {
    const url = side.company.keep(gif);
    expect(await fetchFrom(url)).toEqual({ kind: "fetched", bytes: gif.bytes, contentType: "image/gif" });
    expect(side.company.asked.at(-1)?.headers).toMatchObject({ authorization: "Bearer token-one" });
  });

  it("is fetched without a header that holds something of the text beside what lets in", async () => {
    const described = signedJson.describe(side.company.url);
    const headers = [...described.send.headers, ["X-Once", "{{secret.ACME_TOKEN}}-{{message_id}}"] as const];
    const description = withMedia({ ...described, send: { ...described.send, headers } }, "with_headers");
    const url = side.company.keep(gif);
    const got = await side.carrierWith({ description }).fetchMedia?.({ url, contentType: "image/gif" });
    expect(got).toMatchObject({ kind: "fetched" });
    expect(side.company.asked.at(-1)?.headers).not.toHaveProperty("x-once");
  });

  it("that is open to all is fetched without", async () => {
    expect(await fetchFrom(side.company.keep(gif), "open")).toEqual({ kind: "refused", why: "forbidden" });
    expect(side.company.asked.at(-1)?.headers).not.toHaveProperty("authorization");
  });

  it("that is not there is gone", async () => {
    expect(await fetchFrom(`${side.company.url}/`)).toEqual({ kind: "refused", why: "gone" });
  });

  it.each([
    "http://127.0.0.1:1/a.gif",
    "https://127.0.0.1/a.gif",
    "https://[::1]/a",
    "ftp://a.example/x",
    "",
  ])("is never one that lies inside, beside the carrier's own host: %s", async (url) => {
    expect(await fetchFrom(url)).toEqual({ kind: "refused", why: "elsewhere" });
  });
});

describe("what lets in", () => {
  const answers: SafeAnswer[] = [];
  const asked: (SafeRequest & { readonly url: string })[] = [];
  const carrierOf = (description: HttpCarrier) =>
    createHttpCarrier({
      description,
      secrets: new Map([...signedJson.secrets, ...passwordForm.secrets]),
      publicUrl: "https://sms.example.com",
      call: () => Promise.reject(new Error("nothing is asked")),
      fetchSafely: (url, request) => {
        asked.push({ url, ...request });
        return Promise.resolve(answers.shift() ?? { kind: "silence", reason: "ECONNRESET" });
      },
      now: () => Date.parse("2026-03-02T12:00:00Z"),
    });
  beforeEach(() => {
    answers.length = 0;
    asked.length = 0;
  });
  const answerOf = (status: number, headers = {}): SafeAnswer => ({
    kind: "answer",
    status,
    headers,
    bytes: Buffer.alloc(0),
    isElsewhere: false,
  });

  it.each([
    ["https://api.example.com/media/1", { authorization: "Bearer token-one" }],
    ["https://files.example.com/media/1", {}],
    ["https://api.example.com.evil.example/1", {}],
    ["http://api.example.com/1", {}],
    ["https://api.example.com:8443/1", {}],
  ])("goes to the carrier's own host alone: %s", async (url, headers) => {
    const carrier = carrierOf(withMedia(signedJson.describe("https://api.example.com/v1"), "with_headers"));
    await carrier.fetchMedia?.({ url, contentType: "image/gif" });
    expect(asked).toMatchObject([{ url, headers, trusted: ["https://api.example.com"] }]);
    expect(asked[0]?.headers).toEqual(headers);
  });

  it("goes where `url` says that files are, although texts are handed over elsewhere", async () => {
    const description = signedJson.describe("https://files.example.com");
    const send = { ...description.send, path: "https://send.example.com/texts" };
    const carrier = carrierOf(withMedia({ ...description, send }, "with_headers"));
    for (const host of ["files", "send"])
      await carrier.fetchMedia?.({ url: `https://${host}.example.com/1`, contentType: "image/gif" });
    expect(asked.map(({ headers }) => headers)).toEqual([{ authorization: "Bearer token-one" }, {}]);
  });

  it("is a user name and a password where the carrier has those", async () => {
    const carrier = carrierOf(withMedia(passwordForm.describe("https://api.example.com"), "with_headers"));
    await carrier.fetchMedia?.({ url: "https://api.example.com/1", contentType: "image/gif" });
    expect(asked[0]?.headers).toEqual({ authorization: basicOf("account", "token-one") });
  });

  it.each([
    [404, { kind: "refused", why: "gone" }],
    [410, { kind: "refused", why: "gone" }],
    [401, { kind: "refused", why: "forbidden" }],
    [403, { kind: "refused", why: "forbidden" }],
    [500, { kind: "later", afterMs: null, reason: "HTTP 500" }],
    [429, { kind: "later", afterMs: 9000, reason: "HTTP 429" }],
  ])("or not, HTTP %i has a meaning", async (status, outcome) => {
    answers.push(answerOf(status, status === 429 ? { "retry-after": "9" } : {}));
    const carrier = carrierOf(withMedia(signedJson.describe("https://api.example.com"), "open"));
    expect(await carrier.fetchMedia?.({ url: "https://api.example.com/1", contentType: "" })).toEqual(
      outcome,
    );
  });

  it("silence is worth another try", async () => {
    const carrier = carrierOf(withMedia(signedJson.describe("https://api.example.com"), "open"));
    const outcome = await carrier.fetchMedia?.({ url: "https://api.example.com/1", contentType: "" });
    expect(outcome).toEqual({ kind: "later", afterMs: null, reason: "ECONNRESET" });
  });

  it("is asked for by nobody where the carrier hands nothing out", () => {
    expect(carrierOf(withMedia(signedJson.describe("https://a.example"), "no")).fetchMedia).toBeUndefined();
    expect(carrierOf(passwordForm.describe("https://a.example")).fetchMedia).toBeUndefined();
  });
});
