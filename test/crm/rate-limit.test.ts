import { describe, expect, it } from "vitest";
import { createRateLimit } from "../../src/crm/rate-limit.ts";

/** A clock that stands still unless it is set. */
function limitAt(times: number, withinMs: number) {
  const clock = { ms: 0 };
  return { clock, limit: createRateLimit({ times, withinMs }, () => clock.ms) };
}

describe("a limit", () => {
  it("lets so many pass within the time, and says how long the next would wait", async () => {
    const { limit, clock } = limitAt(3, 10_000);
    expect([await limit.turn(), await limit.turn(), await limit.turn()]).toEqual([0, 0, 0]);
    expect(await limit.turn()).toBe(10_000);
    clock.ms = 4_000;
    expect(await limit.turn()).toBe(6_000);
    clock.ms = 10_000;
    expect(await limit.turn()).toBe(0);
  });

  it("tells the same without letting anybody pass, and nothing of what is a moment's wait", async () => {
    const { limit, clock } = limitAt(1, 10_000);
    expect([limit.freeIn(), limit.freeIn()]).toEqual([0, 0]);
    expect(await limit.turn()).toBe(0);
    expect([limit.freeIn(), limit.freeIn()]).toEqual([10_000, 10_000]);
    clock.ms = 8_001;
    expect(limit.freeIn()).toBe(0);
    limit.hold(60_000);
    expect(limit.freeIn()).toBe(60_000);
  });

  it("makes who has to wait a moment wait for it, in order", async () => {
    const limit = createRateLimit({ times: 2, withinMs: 60 });
    const begun = performance.now();
    const passed: number[] = [];
    await Promise.all(
      [1, 2, 3, 4, 5].map(async (who) => {
        await limit.turn();
        passed.push(who);
      }),
    );
    expect(passed).toEqual([1, 2, 3, 4, 5]);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(115);
  });

  it("lets nobody pass while it is held", async () => {
    const { limit, clock } = limitAt(3, 1000);
    limit.hold(30_000);
    limit.hold(5_000);
    expect(await limit.turn()).toBe(30_000);
    clock.ms = 30_000;
    expect(await limit.turn()).toBe(0);
  });
});
