import { describe, expect, it } from "vitest";
import { createClock } from "../../src/lib/clock.ts";

function clockOf() {
  const time = { wall: 1_000_000_000, steady: 0 };
  const pass = (ms: number) => {
    time.wall += ms;
    time.steady += ms;
  };
  const clock = createClock(
    () => time.wall,
    () => time.steady,
  );
  clock.now();
  return { time, pass, clock };
}

describe("the clock", () => {
  it("says what the system's says, small corrections included", () => {
    const { time, pass, clock } = clockOf();
    pass(5_000);
    time.wall -= 1_500;
    expect(clock.now()).toBe(time.wall);
    expect([clock.behind(), clock.step()]).toEqual([0, null]);
  });

  it("goes on as before while the system's is set back, until that is taken over", () => {
    const { time, pass, clock } = clockOf();
    const before = clock.now();
    time.wall -= 3_600_000;
    pass(5_000);
    expect(clock.now()).toBe(before + 5_000);
    expect(clock.behind()).toBe(3_600_000);
    clock.follow();
    expect(clock.now()).toBe(time.wall);
    expect([clock.behind(), clock.step()]).toEqual([0, -3_600_000]);
    pass(3_600_001);
    expect(clock.step()).toBeNull();
  });

  it("follows at once where the system's is set forward, as after a sleep", () => {
    const { time, pass, clock } = clockOf();
    time.wall += 3_600_000;
    pass(1);
    expect(clock.now()).toBe(time.wall);
    expect(clock.step()).toBe(3_600_000);
  });
});
