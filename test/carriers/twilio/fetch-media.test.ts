import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Carrier } from "../../../src/bridge/contracts/carrier.ts";
import { fetchWithin, largestInbound } from "../../../src/domain/file-limits.ts";
import type { SafeAnswer, SafeRequest } from "../../../src/lib/safe-fetch.ts";
import { createTwilioSide, line, phone, type TwilioSide } from "./twilio-world.ts";

let side: TwilioSide;
beforeEach(async () => {
  side = await createTwilioSide();
});
afterEach(() => side.stop());

const jpeg = Buffer.from("\xff\xd8\xff\xe0picture", "latin1");

async function sent(content = jpeg): Promise<string> {
  const media = [{ contentType: "image/jpeg", base64: content.toString("base64") }];
  await side.standIn.control.text({ from: phone, to: line, body: "", media });
  const hook = side.receiver.requests.at(-1);
  return new URLSearchParams(hook?.body.toString()).get("MediaUrl0") ?? "";
}

const fetched = (url: string, carrier: Carrier = side.carrier) =>
  carrier.fetchMedia?.({ url, contentType: "image/jpeg" });

/** Whoever is asked answers this. */
function answering(answer: Partial<SafeAnswer & { kind: "answer" }>) {
  const asked: { url: string; request: SafeRequest }[] = [];
  const carrier = side.carrierWith({
    fetchSafely: async (url, request) => {
      asked.push({ url, request });
      return { kind: "answer", status: 200, headers: {}, bytes: jpeg, isElsewhere: false, ...answer };
    },
  });
  return { carrier, asked };
}

const twilios = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1";

describe("fetching what came with a text from Twilio", () => {
  it("goes by its credentials, and on to where it lies without them", async () => {
    expect(await fetched(await sent())).toEqual({ kind: "fetched", bytes: jpeg, contentType: "image/jpeg" });
  });

  it("is refused with a wrong token", async () => {
    const url = await sent();
    const stranger = side.carrierWith({ authTokens: ["wrong"] });
    expect(await fetched(url, stranger)).toEqual({ kind: "refused", why: "forbidden" });
  });

  it("learns that it is gone", async () => {
    const url = await sent();
    expect(await fetched(`${url}x`)).toEqual({ kind: "refused", why: "gone" });
  });

  it.each([
    "https://example.com/picture.jpg",
    "http://api.twilio.com/2010-04-01/a",
    "https://api.twilio.com:8443/a",
    "https://api.twilio.com.example.com/a",
    "https://user@evil.example/api.twilio.com",
    "no address",
  ])("asks nobody at %s", async (url) => {
    const { carrier, asked } = answering({});
    expect(await fetched(url, carrier)).toEqual({ kind: "refused", why: "elsewhere" });
    expect(asked).toEqual([]);
  });

  it.each([twilios, "https://api.dublin.ie1.twilio.com/a"])(
    "asks Twilio at %s, within limits",
    async (url) => {
      const { carrier, asked } = answering({});
      expect(await fetched(url, carrier)).toMatchObject({ kind: "fetched" });
      const { request } = asked[0] ?? {};
      expect(request).toMatchObject({
        mostBytes: largestInbound,
        timeoutMs: fetchWithin,
        trusted: [side.standIn.url],
      });
      expect(request?.headers?.authorization).toMatch(/^Basic /);
    },
  );

  it.each<[number, boolean, string, object]>([
    [404, false, "refused", { why: "gone" }],
    [410, true, "refused", { why: "gone" }],
    [401, false, "refused", { why: "forbidden" }],
    [403, false, "refused", { why: "forbidden" }],
    [403, true, "later", { afterMs: null }],
    [429, false, "later", { afterMs: 7_000 }],
    [500, false, "later", { afterMs: 7_000 }],
    [503, true, "later", { afterMs: 7_000 }],
  ])("takes HTTP %i (where it was led: %s) as %s", async (status, isElsewhere, kind, more) => {
    const headers = status === 429 || status >= 500 ? { "retry-after": "7" } : {};
    const { carrier } = answering({ status, isElsewhere, headers });
    expect(await fetched(twilios, carrier)).toMatchObject({ kind, ...more });
  });

  it("asks where it is, of a text that was listed without that", async () => {
    const url = await sent();
    expect(await fetched(url.replace(/Media\/.*$/, "Media.json"))).toMatchObject({
      kind: "fetched",
      bytes: jpeg,
    });
    expect(await fetched(url.replace(/Messages\/.*$/, "Messages/MM0/Media.json"))).toMatchObject({
      why: "gone",
    });
  });
});
