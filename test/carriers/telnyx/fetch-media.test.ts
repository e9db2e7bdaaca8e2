import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Carrier } from "../../../src/bridge/contracts/carrier.ts";
import { fetchWithin, largestInbound } from "../../../src/domain/file-limits.ts";
import type { SafeAnswer, SafeRequest } from "../../../src/lib/safe-fetch.ts";
import { createTelnyxSide, type TelnyxSide } from "./telnyx-world.ts";

let side: TelnyxSide;
beforeEach(async () => {
  side = await createTelnyxSide();
});
afterEach(() => side.stop());

const jpeg = Buffer.from("\xff\xd8\xff\xe0picture", "latin1");

async function sent(): Promise<string> {
  const media = [{ contentType: "image/jpeg", base64: jpeg.toString("base64") }];
  const [event] = side.carrier.readWebhook("inbound", await side.text({ media })).events;
  return (event?.kind === "text" && event.media[0]?.url) || "";
}

const fetched = (url: string, carrier: Carrier = side.carrier) =>
  carrier.fetchMedia?.({ url, contentType: "image/jpeg" });

/** Whoever is asked answers this. */
function answering(answer: SafeAnswer) {
  const asked: { url: string; request: SafeRequest }[] = [];
  const carrier = side.carrierWith({
    fetchSafely: async (url, request) => {
      asked.push({ url, request });
      return answer;
    },
  });
  return { carrier, asked };
}

const answered = (status: number, headers: Record<string, string> = {}): SafeAnswer => ({
  kind: "answer",
  status,
  headers,
  bytes: jpeg,
  isElsewhere: false,
});

describe("fetching what came with a text from Telnyx", () => {
  it("has its bytes, and learns that it is gone", async () => {
    const url = await sent();
    expect(await fetched(url)).toEqual({ kind: "fetched", bytes: jpeg, contentType: "image/jpeg" });
    side.standIn.control.expireMedia();
    expect(await fetched(url)).toEqual({ kind: "refused", why: "gone" });
  });

  it("asks nobody for what Telnyx does not say where it lies", async () => {
    const { carrier, asked } = answering(answered(200));
    expect([await fetched("", carrier), asked]).toEqual([{ kind: "refused", why: "gone" }, []]);
  });

  it.each(["https://media.telnyx.com/a", "https://us-east-1.telnyxcloudstorage.com/b/c?X-Amz-Date=1"])(
    "asks at %s, within limits and without our key",
    async (url) => {
      const { carrier, asked } = answering(answered(200, { "content-type": "image/jpeg" }));
      expect(await fetched(url, carrier)).toMatchObject({ kind: "fetched" });
      expect(asked).toEqual([
        { url, request: { trusted: [side.standIn.url], mostBytes: largestInbound, timeoutMs: fetchWithin } },
      ]);
    },
  );

  it("asks with TLS where the address is without", async () => {
    const { carrier, asked } = answering(answered(200));
    await fetched("http://media.telnyx.com/a", carrier);
    expect(asked[0]?.url).toBe("https://media.telnyx.com/a");
  });

  it.each<[number, string, object]>([
    [401, "refused", { why: "forbidden" }],
    [403, "refused", { why: "gone" }],
    [404, "refused", { why: "gone" }],
    [410, "refused", { why: "gone" }],
    [429, "later", { afterMs: 7_000 }],
    [500, "later", { afterMs: 7_000 }],
  ])("takes HTTP %i as %s", async (status, kind, more) => {
    const { carrier } = answering(answered(status, { "retry-after": "7" }));
    expect(await fetched("https://media.telnyx.com/a", carrier)).toMatchObject({ kind, ...more });
  });

  it("tries again where nobody answers, and not where it is too large", async () => {
    const silent = answering({ kind: "silence", reason: "timeout" });
    expect(await fetched("https://media.telnyx.com/a", silent.carrier)).toEqual({
      kind: "later",
      afterMs: null,
      reason: "timeout",
    });
    const large = answering({ kind: "refused", why: "too_large" });
    expect(await fetched("https://media.telnyx.com/a", large.carrier)).toEqual({
      kind: "refused",
      why: "too_large",
    });
  });
});
