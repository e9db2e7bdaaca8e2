import { describe, expect, it } from "vitest";
import type { DeskCall } from "../../../src/bridge/contracts/desk.ts";
import type { SlackChannelId } from "../../../src/domain/ids.ts";
import { createPacer } from "../../../src/slack/transport/pacer.ts";

const post = (channel: string): DeskCall => ({ kind: "post", channel: channel as SlackChannelId });

function setUp(postsPerSecond: number) {
  const clock = { ms: 1_000_000 };
  const pacer = createPacer({ postsPerSecond, now: () => clock.ms });
  /** How many slots are given when asked as often as told to, for that long. */
  function granted(call: DeskCall, forMs: number): number {
    const end = clock.ms + forMs;
    let count = 0;
    while (clock.ms < end) {
      const wait = pacer.claim(call);
      if (wait === 0) count += 1;
      clock.ms = Math.min(end, clock.ms + wait);
    }
    return count;
  }
  return { clock, pacer, granted };
}

describe("posts", () => {
  it("go out at the configured rate after a short burst", () => {
    const { granted } = setUp(1);
    expect(granted(post("C1"), 60_000)).toBe(62);
  });

  it("do not wait for another channel's", () => {
    const { pacer } = setUp(1);
    while (pacer.claim(post("C1")) === 0);
    expect(pacer.claim(post("C2"))).toBe(0);
  });

  it("say how long to wait", () => {
    const { clock, pacer } = setUp(2);
    while (pacer.claim(post("C1")) === 0);
    const wait = pacer.claim(post("C1"));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(500);
    clock.ms += wait;
    expect(pacer.claim(post("C1"))).toBe(0);
  });

  it("are not paced at 0 a second", () => {
    const { pacer } = setUp(0);
    for (let index = 0; index < 1000; index += 1) expect(pacer.claim(post("C1"))).toBe(0);
  });
});

describe("where another process has called until now", () => {
  it("posts begin as if nothing was left, and go out at the configured rate", () => {
    const { clock, pacer, granted } = setUp(1);
    expect(pacer.claim(post("C1"))).toBe(0);
    pacer.empty();
    for (const channel of ["C1", "C2"]) expect(pacer.claim(post(channel))).toBe(1_000);
    clock.ms += 1_000;
    expect(granted(post("C2"), 10_000)).toBe(10);
  });

  it("a channel that rested since has its burst again", () => {
    const { clock, pacer } = setUp(1);
    pacer.empty();
    clock.ms += 60_000;
    for (let claimed = 0; claimed < 3; claimed += 1) expect(pacer.claim(post("C9"))).toBe(0);
    expect(pacer.claim(post("C9"))).toBeGreaterThan(0);
  });

  it("each method keeps within what a minute grants", () => {
    const { pacer, granted } = setUp(1);
    pacer.empty();
    expect(pacer.claim({ kind: "refresh" })).toBeGreaterThan(0);
    expect(granted({ kind: "refresh" }, 60_000)).toBeLessThanOrEqual(50);
  });

  it("what Slack has closed stays closed", () => {
    const { pacer } = setUp(1);
    pacer.penalise(post("C1"), 5_000);
    pacer.empty();
    expect(pacer.claim(post("C1"))).toBe(5_000);
  });
});

describe("workspace tiers", () => {
  it.each([
    ["refresh", 50],
    ["mark", 50],
    ["tell", 100],
    ["unmark", 20],
    ["home", 100],
  ] as const)("%s stays within %i in any minute", (kind, allowed) => {
    const { granted } = setUp(1);
    expect(granted({ kind }, 60_000)).toBeLessThanOrEqual(allowed);
    expect(granted({ kind }, 60_000)).toBeLessThanOrEqual(allowed);
  });

  it("do not hold up each other", () => {
    const { pacer } = setUp(1);
    while (pacer.claim({ kind: "refresh" }) === 0);
    while (pacer.claim({ kind: "home" }) === 0);
    for (const kind of ["mark", "tell"] as const) expect(pacer.claim({ kind })).toBe(0);
  });
});

describe("Retry-After", () => {
  it.each([0, 1])("closes that channel alone, at %i posts a second", (rate) => {
    const { clock, pacer } = setUp(rate);
    pacer.penalise(post("C1"), 7_000);
    expect(pacer.claim(post("C1"))).toBe(7_000);
    expect(pacer.claim(post("C2"))).toBe(0);
    expect(pacer.claim({ kind: "refresh" })).toBe(0);
    clock.ms += 7_000;
    expect(pacer.claim(post("C1"))).toBe(0);
  });

  it("closes that method alone, even with pacing off", () => {
    const { pacer } = setUp(0);
    pacer.penalise({ kind: "mark" }, 3_000);
    expect(pacer.claim({ kind: "mark" })).toBe(3_000);
    expect(pacer.claim({ kind: "refresh" })).toBe(0);
  });

  it("is not shortened by a shorter one", () => {
    const { pacer } = setUp(1);
    pacer.penalise(post("C1"), 9_000);
    pacer.penalise(post("C1"), 1_000);
    expect(pacer.claim(post("C1"))).toBe(9_000);
  });

  it("lasts no longer where the clock is set back meanwhile", () => {
    const { clock, pacer } = setUp(1);
    pacer.penalise(post("C1"), 9_000);
    clock.ms += 4_000;
    expect(pacer.claim(post("C1"))).toBe(5_000);
    clock.ms -= 3_600_000;
    expect(pacer.claim(post("C1"))).toBe(9_000);
    clock.ms += 9_000;
    expect(pacer.claim(post("C1"))).toBe(0);
  });

  it("is remembered while thousands of channels come and go", () => {
    const { clock, pacer } = setUp(1);
    pacer.penalise(post("C1"), 60_000);
    for (let index = 0; index < 3_000; index += 1) {
      clock.ms += 10;
      pacer.claim(post(`D${index}`));
    }
    expect(pacer.claim(post("C1"))).toBe(30_000);
  });
});
