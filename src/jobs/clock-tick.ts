import type { Tick } from "../bridge/tick.ts";
import type { Clock } from "../lib/clock.ts";

const everySecond = 1_000;

/** Sees to it that what is due is still due when it was meant to be, once the system's clock was set back. */
export function createClockTick(clock: Pick<Clock, "behind" | "follow">): Tick {
  /** Followed, but not written down: the disk did not take it. Milliseconds. */
  let owed = 0;
  return {
    name: "clock",
    every: everySecond,
    everywhere: true,
    async run(bridge) {
      const by = owed + clock.behind();
      if (by === 0) return;
      const follow = () => {
        clock.follow();
        owed = by;
      };
      await bridge.takeSetBack(by, follow);
      owed = 0;
    },
  };
}
