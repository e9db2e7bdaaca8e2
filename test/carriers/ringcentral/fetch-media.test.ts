import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Carrier } from "../../../src/bridge/contracts/carrier.ts";
import { fetchWithin, largestInbound } from "../../../src/domain/file-limits.ts";
import type { LoginName } from "../../../src/domain/ids.ts";
import type { SafeAnswer, SafeRequest } from "../../../src/lib/safe-fetch.ts";
import { createRingCentralWorld, line, login, phone, type RingCentralWorld } from "./ringcentral-world.ts";

let world: RingCentralWorld;
beforeEach(async () => {
  world = await createRingCentralWorld();
});
afterEach(() => world.stop());

const jpeg = Buffer.from("\xff\xd8\xff\xe0picture", "latin1");
const theirs = "https://media.ringcentral.com/restapi/v1.0/account/1/extension/2/message-store/3/content/4";

/** Where the picture that came is, as the list says. */
async function sent(): Promise<string> {
  const account = { login, lines: [{ number: line, login }] };
  const begun = await world.carrier.catchUp?.({ ...account, cursor: null, unsettledSince: null });
  const media = [{ contentType: "image/jpeg", base64: jpeg.toString("base64") }];
  await world.standIn.control.text({ from: phone, to: line, body: "", media });
  const cursor = begun?.next ?? null;
  const told = await world.carrier.catchUp?.({ ...account, cursor, unsettledSince: null });
  const [text] = told?.events ?? [];
  if (text?.kind !== "text") throw new Error("no text came");
  return text.media[0]?.url ?? "";
}

const fetched = (url: string, carrier: Carrier = world.carrier, by: LoginName = login) =>
  carrier.fetchMedia?.({ url, contentType: "image/jpeg" }, by);

/** Whoever is asked answers these, one after the other. */
function answering(...answers: readonly Partial<SafeAnswer & { kind: "answer" }>[]) {
  const asked: { url: string; request: SafeRequest }[] = [];
  const carrier = world.carrierWith({
    fetchSafely: async (url, request) => {
      const answer = answers[asked.length] ?? answers.at(-1);
      asked.push({ url, request });
      return { kind: "answer", status: 200, headers: {}, bytes: jpeg, isElsewhere: false, ...answer };
    },
  });
  return { carrier, asked };
}

describe("fetching what came with a text at RingCentral", () => {
  it("goes by the login's token", async () => {
    expect(await fetched(await sent())).toEqual({ kind: "fetched", bytes: jpeg, contentType: "image/jpeg" });
  });

  it("gets another token where its own is refused", async () => {
    const url = await sent();
    world.standIn.control.expireTokens();
    expect(await fetched(url)).toMatchObject({ kind: "fetched" });
  });

  it("learns that it is gone", async () => {
    const url = await sent();
    expect(await fetched(url.replace(/\d+$/, "1"))).toEqual({ kind: "refused", why: "gone" });
  });

  it("waits while its login is not let in", async () => {
    const carrier = world.carrierWith({ jwts: { [login]: "wrong" } });
    expect(await fetched(theirs, carrier)).toMatchObject({ kind: "later" });
    expect(await fetched(theirs, world.carrier, "nobody" as LoginName)).toEqual({
      kind: "refused",
      why: "forbidden",
    });
  });

  it.each([
    "https://example.com/picture.jpg",
    "http://media.ringcentral.com/a",
    "https://media.ringcentral.com:8443/a",
    "https://media.ringcentral.com.example.com/a",
    "https://evil.ringcentral.com/a",
    "no address",
  ])("asks nobody at %s", async (url) => {
    const { carrier, asked } = answering({});
    expect(await fetched(url, carrier)).toEqual({ kind: "refused", why: "elsewhere" });
    expect(asked).toEqual([]);
  });

  it.each([theirs, "https://media.devtest.ringcentral.com/a", "https://platform.ringcentral.com/a"])(
    "asks RingCentral at %s, within limits",
    async (url) => {
      const { carrier, asked } = answering({});
      expect(await fetched(url, carrier)).toMatchObject({ kind: "fetched" });
      const { request } = asked[0] ?? {};
      expect(request).toMatchObject({ mostBytes: largestInbound, timeoutMs: fetchWithin });
      expect(request?.trusted).toEqual([world.standIn.url]);
      expect(request?.headers?.authorization).toMatch(/^Bearer /);
    },
  );

  it.each<[number, string, object]>([
    [404, "refused", { why: "gone" }],
    [410, "refused", { why: "gone" }],
    [401, "refused", { why: "forbidden" }],
    [403, "refused", { why: "forbidden" }],
    [500, "later", { afterMs: 7_000 }],
  ])("takes HTTP %i as %s", async (status, kind, more) => {
    const headers = status >= 500 ? { "retry-after": "7" } : {};
    const { carrier } = answering({ status, headers });
    expect(await fetched(theirs, carrier)).toMatchObject({ kind, ...more });
  });

  it.each([401, 403])("comes again where it was led to an address that ran out: HTTP %i", async (status) => {
    const { carrier, asked } = answering({ status, isElsewhere: true });
    expect(await fetched(theirs, carrier)).toMatchObject({ kind: "later" });
    expect(asked).toHaveLength(1);
  });

  it("leaves it alone while too much was asked", async () => {
    const { carrier, asked } = answering({ status: 429, headers: { "retry-after": "60" } });
    expect(await fetched(theirs, carrier)).toMatchObject({ kind: "later", afterMs: 60_000 });
    const again = await fetched(theirs, carrier);
    expect(again).toMatchObject({ kind: "later", reason: "a rate limit" });
    expect(asked).toHaveLength(1);
  });
});
