/** The clock: each tick only wakes a verb; the database knows what is due, so a missed or doubled tick changes nothing (law 10). */
import { setTimeout as pause } from "node:timers/promises";
import cron, { type ScheduledTask } from "node-cron";
import type { Bridge } from "../bridge/bridge.ts";
import type { Tick } from "../bridge/tick.ts";
import { isLeadLost } from "../domain/errors.ts";

export interface Ticks {
  start(): void;
  /** Runs every tick once, now. */
  all(): Promise<void>;
  /** Begins nothing more; what is under way may end, within a few seconds. */
  stop(): Promise<void>;
}

/** What a tick asks of others is hung up on before that; what is left then is a tick that waits for its turn at Slack. */
const finishMs = 6_000;

/** @param wall the system's clock, by which ticks at times of the day are reckoned; absent: nobody sets it. */
export function createTicks(bridge: () => Bridge, ticks: readonly Tick[], wall?: () => number): Ticks {
  const underWay = new Map<string, Promise<void>>();
  let schedules: readonly Schedule[] = [];
  let setBack: Schedule | null = null;

  /** A tick that is still at work swallows the next one. */
  function run(tick: Tick): Promise<void> {
    const running = underWay.get(tick.name);
    if (running !== undefined) return running;
    const woken = bridge();
    const work = tick
      .run(woken)
      .catch((error: unknown) => {
        // Whoever has it now does the same.
        if (!isLeadLost(error))
          woken.log.error({ err: error, tick: tick.name }, "a tick failed; the next one tries again");
      })
      .finally(() => underWay.delete(tick.name));
    underWay.set(tick.name, work);
    return work;
  }

  return {
    start() {
      const scheduled = () => ticks.map((tick) => schedule(tick, () => run(tick)));
      schedules = scheduled();
      for (const tick of ticks) if ("every" in tick && tick.atStart) void run(tick);
      if (wall === undefined) return;
      setBack = whenSetBack(wall, async () => {
        const before = schedules;
        schedules = scheduled();
        await Promise.all(before.map((one) => one.end()));
      });
    },
    all: async () => {
      bridge().connection.beat();
      await Promise.all(ticks.map(run));
    },
    async stop() {
      await setBack?.end();
      await Promise.all(schedules.map((one) => one.end()));
      await Promise.race([Promise.all(underWay.values()), pause(finishMs, undefined, { ref: false })]);
    },
  };
}

interface Schedule {
  readonly end: () => void | Promise<void>;
}

/** How often it is looked whether the system's clock was set back, and how far it may be off. Milliseconds. */
const lookEvery = 1_000;
const tolerance = 2_000;

/** What wakes at times of the day waits for the moment that it has reckoned: after a step back, for as long again. */
function whenSetBack(wall: () => number, act: () => Promise<void>): Schedule {
  const offset = () => wall() - performance.now();
  let known = offset();
  const timer = setInterval(() => {
    const now = offset();
    if (now < known - tolerance) void act();
    known = now;
  }, lookEvery);
  return { end: () => clearInterval(timer) };
}

/** Reckoning a time of the day for each of them takes longer than much of a start, and none of them is due in it. Milliseconds. */
const afterStart = 1_000;

function schedule(tick: Tick, wake: () => Promise<void>): Schedule {
  if ("at" in tick) {
    let task: ScheduledTask | null = null;
    const timer = setTimeout(() => {
      // A missed tick changes nothing, and is nobody's to know.
      task = cron.schedule(tick.at, wake, { suppressMissedWarning: true });
    }, afterStart);
    return {
      end: async () => {
        clearTimeout(timer);
        await task?.destroy();
      },
    };
  }
  const timer = setInterval(() => void wake(), tick.every);
  return { end: () => clearInterval(timer) };
}
