import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createRingCentralSide,
  error,
  frontDesk,
  type RingCentralSide,
  tokenPath,
} from "./ringcentral-side.ts";

const look = { method: "GET", path: "/restapi/v1.0/account/~", group: "light" } as const;
const minute = 60_000;

describe("a login of RingCentral's", () => {
  let side: RingCentralSide;
  beforeEach(async () => {
    side = await createRingCentralSide(({ headers }) => ({
      status: 200,
      body: { by: headers.authorization },
    }));
  });
  afterEach(() => side.stop());
  const tokensAsked = () => side.asked(tokenPath).length;

  it("is let in by its JWT and the app's id and secret", async () => {
    expect(await side.apiWith().read(frontDesk, look)).toEqual({ by: "Bearer token 1" });
    const [asked] = side.asked(tokenPath);
    expect(asked?.headers.authorization).toBe(`Basic ${Buffer.from("app:secret").toString("base64")}`);
    expect(Object.fromEntries(new URLSearchParams(asked?.text))).toEqual({
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: "a.b.c",
    });
  });

  it("is let in once, however many wait for it", async () => {
    const api = side.apiWith();
    await Promise.all([1, 2, 3, 4, 5, 6, 7].map(() => api.read(frontDesk, look)));
    expect(tokensAsked()).toBe(1);
  });

  it("gets another token before the hour is over", async () => {
    const api = side.apiWith();
    await api.read(frontDesk, look);
    side.advance(58 * minute);
    expect(await api.read(frontDesk, look)).toEqual({ by: "Bearer token 1" });
    side.advance(1 * minute + 1);
    expect(await api.read(frontDesk, look)).toEqual({ by: "Bearer token 2" });
  });

  it("gets another token, once, where one is refused in between", async () => {
    const api = side.apiWith();
    await api.read(frontDesk, look);
    for (const _ of [1, 2])
      side.fake.next({ status: 401, body: error("OAU-129") }, ({ path }) => path !== tokenPath);
    const both = await Promise.all([api.read(frontDesk, look), api.read(frontDesk, look)]);
    expect(both).toEqual([{ by: "Bearer token 2" }, { by: "Bearer token 2" }]);
    expect(tokensAsked()).toBe(2);
  });

  it("may be asked again where its new token is refused, too: only the JWT itself is refused for good", async () => {
    const api = side.apiWith();
    for (const _ of [1, 2])
      side.fake.next({ status: 401, body: error("OAU-129") }, ({ path }) => path !== tokenPath);
    await expect(api.read(frontDesk, look)).rejects.toMatchObject({
      failure: { kind: "OAU-129", retryable: true, certain: true },
    });
    expect(tokensAsked()).toBe(2);
    expect(await api.read(frontDesk, look)).toEqual({ by: "Bearer token 2" });
  });

  it.each([
    [400, { error: "invalid_grant", error_description: "x" }, "invalid_grant", "RINGCENTRAL_JWT_FRONT_DESK"],
    [400, error("OAU-251"), "OAU-251", "RINGCENTRAL_JWT_FRONT_DESK"],
    [401, { error: "invalid_client" }, "invalid_client", "RINGCENTRAL_CLIENT_ID"],
    [401, { error: "invalid_client", ...error("OAU-153") }, "OAU-153", "RINGCENTRAL_CLIENT_ID"],
    [400, { error: "unauthorized_client", ...error("OAU-251") }, "OAU-251", "the app may use JWT"],
    [403, "", "login-refused", "RINGCENTRAL_JWT_FRONT_DESK"],
  ])("is told in words who is refused and what to do: HTTP %s %j", async (status, body, kind, remedy) => {
    side.fake.next({ status, body });
    const api = side.apiWith();
    const refused = await api.read(frontDesk, look).catch((thrown: Error) => thrown);
    expect(refused).toMatchObject({ failure: { kind, retryable: false, certain: true } });
    expect(String(refused)).toContain("front-desk");
    expect(String(refused)).toContain(remedy);
    expect(String(refused)).not.toContain("a.b.c");
    expect(String(refused)).not.toContain("secret:");
  });

  it("does not show a JWT that was refused again at once, but a minute later", async () => {
    const api = side.apiWith();
    side.fake.next({ status: 400, body: { error: "invalid_grant" } });
    for (const _ of [1, 2, 3]) await expect(api.read(frontDesk, look)).rejects.toThrow("front-desk");
    expect(tokensAsked()).toBe(1);
    side.advance(minute);
    expect(await api.read(frontDesk, look)).toEqual({ by: "Bearer token 1" });
  });

  it("never asks for more than five tokens a minute", async () => {
    const api = side.apiWith();
    for (let nth = 0; nth < 9; nth += 1) {
      side.fake.next({ status: 503 }, ({ path }) => path === tokenPath);
      await api.ask(frontDesk, look);
    }
    expect(tokensAsked()).toBe(5);
    expect(await api.ask(frontDesk, look)).toMatchObject({
      kind: "silence",
      certain: true,
      retryAfterMs: minute,
    });
  });

  it("asks nothing while the tokens themselves are shut", async () => {
    const api = side.apiWith();
    side.fake.next({ status: 429, headers: { "retry-after": "60" }, body: error("CMN-301") });
    expect(await api.ask(frontDesk, look)).toMatchObject({ certain: true, retryAfterMs: minute });
    side.advance(20_000);
    expect(await api.ask(frontDesk, look)).toMatchObject({ certain: true, retryAfterMs: 40_000 });
    expect(side.fake.requests).toHaveLength(1);
    side.advance(40_000);
    expect(await api.read(frontDesk, look)).toEqual({ by: "Bearer token 1" });
  });
});
