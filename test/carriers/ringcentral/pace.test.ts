import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPace, type Group, type Pace } from "../../../src/carriers/ringcentral/pace.ts";
import type { LoginName } from "../../../src/domain/ids.ts";
import {
  createRingCentralSide,
  error,
  frontDesk,
  type RingCentralSide,
  sms,
  tokenPath,
} from "./ringcentral-side.ts";

const back = "back-office" as LoginName;
const minute = 60_000;
const silent = { group: null, limit: null, remaining: null, windowMs: null };

describe("the pace", () => {
  let now: number;
  let pace: Pace;
  beforeEach(() => {
    now = 0;
    pace = createPace(() => now);
  });
  const enterTimes = (times: number, group: Group, use?: "send" | "look") =>
    Array.from({ length: times }, () => pace.enter(frontDesk, group, use));

  it.each([
    ["light", 50],
    ["medium", 40],
    ["heavy", 10],
    ["auth", 5],
  ] as const)(
    "lets %s questions be asked %i times a minute, until RingCentral says otherwise",
    (group, limit) => {
      expect(enterTimes(limit, group).every((wait) => wait === 0)).toBe(true);
      expect(pace.enter(frontDesk, group)).toBe(minute);
      now = minute - 1;
      expect(pace.enter(frontDesk, group)).toBe(1);
      now = minute;
      expect(pace.enter(frontDesk, group)).toBe(0);
    },
  );

  it("counts each login and each group by itself", () => {
    enterTimes(5, "auth");
    expect(pace.enter(back, "auth")).toBe(0);
    expect(pace.enter(frontDesk, "light")).toBe(0);
  });

  it("lets looks use half of a quiet group, and leaves the rest to texts", () => {
    expect(enterTimes(20, "medium", "look").every((wait) => wait === 0)).toBe(true);
    expect(pace.enter(frontDesk, "medium", "look")).toBe(minute);
    expect(enterTimes(20, "medium", "send").every((wait) => wait === 0)).toBe(true);
    expect(pace.enter(frontDesk, "medium", "send")).toBe(minute);
  });

  it("lets looks use a quarter of a group while texts use the rest", () => {
    expect(enterTimes(30, "medium", "send").every((wait) => wait === 0)).toBe(true);
    now = 1_000;
    expect(enterTimes(10, "medium", "look").every((wait) => wait === 0)).toBe(true);
    now = minute;
    expect(pace.enter(frontDesk, "medium", "look")).toBe(0);
  });

  it("tells a look when it may be asked beside texts", () => {
    enterTimes(10, "medium", "send");
    now = 10_000;
    enterTimes(10, "medium", "look");
    expect(pace.enter(frontDesk, "medium", "look")).toBe(minute - 10_000);
    expect(pace.enter(frontDesk, "medium")).toBe(0);
  });

  it("takes the part of looks from what RingCentral says of the group", () => {
    pace.heard(frontDesk, "medium", { ...silent, limit: 8 });
    expect(enterTimes(5, "medium", "look")).toEqual([0, 0, 0, 0, minute]);
  });

  it("slides: each question frees its own place", () => {
    for (const at of [0, 10_000, 20_000, 30_000, 40_000]) {
      now = at;
      pace.enter(frontDesk, "auth");
    }
    expect(pace.enter(frontDesk, "auth")).toBe(20_000);
    now = minute;
    expect(pace.enter(frontDesk, "auth")).toBe(0);
    expect(pace.enter(frontDesk, "auth")).toBe(10_000);
  });

  it("lets a login send 40 texts a minute, also where its group has more room", () => {
    pace.heard(frontDesk, "medium", { group: "medium", limit: 200, remaining: 199, windowMs: minute });
    expect(enterTimes(40, "medium", "send").every((wait) => wait === 0)).toBe(true);
    expect(pace.enter(frontDesk, "medium", "send")).toBe(minute);
    expect(pace.enter(frontDesk, "medium")).toBe(0);
  });

  it("counts nothing that was not asked", () => {
    enterTimes(40, "medium");
    enterTimes(10, "medium", "send");
    now = minute;
    expect(enterTimes(40, "medium", "send").every((wait) => wait === 0)).toBe(true);
  });

  it("goes by what the answers say of limit and window", () => {
    pace.enter(frontDesk, "light");
    pace.heard(frontDesk, "light", { group: "light", limit: 2, remaining: 1, windowMs: 10_000 });
    expect(enterTimes(2, "light")).toEqual([0, 10_000]);
  });

  it("asks no more where others have used up what is left", () => {
    pace.enter(frontDesk, "light");
    pace.heard(frontDesk, "light", { group: "light", limit: 50, remaining: 0, windowMs: minute });
    expect(pace.enter(frontDesk, "light")).toBe(minute);
  });

  it("believes the answer about which group a question is of", () => {
    for (let nth = 0; nth < 10; nth += 1) {
      pace.enter(frontDesk, "light");
      pace.heard(frontDesk, "light", { ...silent, group: "Heavy" });
    }
    expect(pace.enter(frontDesk, "heavy")).toBe(minute);
    pace.heard(frontDesk, "light", { ...silent, group: "unheard of", limit: 0 });
    expect(pace.enter(frontDesk, "light")).toBe(0);
  });

  it("stays shut for the longest of what it was shut for", () => {
    pace.close(frontDesk, "light", minute);
    pace.close(frontDesk, "light", 1_000);
    expect(pace.enter(frontDesk, "light")).toBe(minute);
  });
});

describe("a penalty of RingCentral's", () => {
  let side: RingCentralSide;
  beforeEach(async () => {
    side = await createRingCentralSide(() => ({ status: 200, body: { id: "1", messageStatus: "Queued" } }));
  });
  afterEach(() => side.stop());
  const isSend = ({ path }: { path: string }) => path !== tokenPath && path.endsWith("/sms");
  const sent = () => side.fake.requests.filter(isSend).length;

  it.each([
    [429, error("CMN-301"), { "retry-after": "60" }, minute],
    [429, "", {}, 30_000],
    [403, error("CMN-302"), { "retry-after": "45" }, 45_000],
    [400, error("MSG-305"), {}, 30_000],
    [503, error("CMN-310"), {}, 30_000],
  ])("is never prolonged: HTTP %s %j %j", async (status, body, headers, shutMs) => {
    const carrier = side.carrierWith();
    side.fake.next({ status, body, headers }, isSend);
    expect(await carrier.send(sms)).toMatchObject({
      kind: "rejected",
      failure: { scope: "passing", retryAfterMs: shutMs },
    });
    side.advance(shutMs - 1_000);
    for (const _ of [1, 2, 3])
      expect(await carrier.send(sms)).toMatchObject({ kind: "rejected", failure: { retryAfterMs: 1_000 } });
    expect(sent()).toBe(1);
    side.advance(1_000);
    expect(await carrier.send(sms)).toMatchObject({ kind: "accepted" });
    expect(sent()).toBe(2);
  });

  it("shuts one group of one login alone", async () => {
    const api = side.apiWith({ jwts: { [frontDesk]: "a.b.c", [back]: "d.e.f" } });
    const ask = (login: LoginName, group: Group) =>
      api.ask(login, { method: "GET", path: `/restapi/v1.0/${group}`, group });
    await ask(frontDesk, "light");
    side.fake.next({ status: 429, headers: { "retry-after": "60" } });
    await ask(frontDesk, "light");
    expect(await ask(frontDesk, "light")).toMatchObject({ kind: "silence", retryAfterMs: minute });
    expect(await ask(frontDesk, "medium")).toMatchObject({ kind: "answer", status: 200 });
    expect(await ask(back, "light")).toMatchObject({ kind: "answer", status: 200 });
  });

  it("takes no more than 40 texts a minute from one login, and says when the next may leave", async () => {
    const carrier = side.carrierWith();
    // What is given it beyond replies leaves them room.
    expect(carrier.capabilities.textsPerSecond).toBe(0.5);
    const outcomes = [];
    for (let nth = 0; nth < 42; nth += 1) outcomes.push(await carrier.send(sms));
    expect(outcomes.filter(({ kind }) => kind === "accepted")).toHaveLength(40);
    expect(outcomes.at(-1)).toMatchObject({
      kind: "rejected",
      failure: { scope: "passing", retryAfterMs: minute },
    });
    expect(sent()).toBe(40);
  });
});
