/** The clock: each tick only wakes a verb; the database knows what is due, so a missed or doubled tick changes nothing (law 10). */
import cron, { type ScheduledTask } from "node-cron";
import { routeKept } from "../bridge/apply-directory.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { catchUpCarriers } from "../bridge/catch-up-carrier.ts";
import { catchUpMissed } from "../bridge/catch-up-desk.ts";
import { expireWaiting } from "../bridge/expire-waiting.ts";
import { forgetOld } from "../bridge/forget-old.ts";
import { beat, keepBeat } from "../bridge/heartbeat.ts";
import { identifyAgain } from "../bridge/identify-member.ts";
import { leaveClosedChannels } from "../bridge/leave-closed-channels.ts";
import { oweUnsent } from "../bridge/owe-unsent.ts";
import { oweReminders } from "../bridge/remind-channel.ts";

export interface Ticks {
  start(): void;
  /** Runs every tick once, now. */
  all(): Promise<void>;
  stop(): Promise<void>;
}

interface Tick {
  readonly name: string;
  /** When, in cron's six fields, seconds first. */
  readonly at: string;
  readonly run: (bridge: Bridge) => Promise<void>;
}

const always: readonly Tick[] = [
  { name: "heartbeat", at: "*/5 * * * * *", run: beat },
  { name: "kept texts", at: "*/5 * * * * *", run: routeKept },
  { name: "closed channels", at: "*/10 * * * * *", run: leaveClosedChannels },
  { name: "reminders", at: "10 * * * * *", run: oweReminders },
  { name: "missed replies", at: "*/30 * * * * *", run: catchUpMissed },
  { name: "undecided texts", at: "40 * * * * *", run: expireWaiting },
  { name: "unsent texts", at: "50 * * * * *", run: oweUnsent },
  { name: "unknown members", at: "20 */10 * * * *", run: identifyAgain },
  { name: "old keys", at: "15 7 * * * *", run: forgetOld },
];

/** @param pollSeconds how often carriers are asked for what came; 0: every five minutes, beside their webhooks. */
export function createTicks(bridge: () => Bridge, pollSeconds: number): Ticks {
  const underWay = new Map<string, Promise<void>>();
  const tasks: ScheduledTask[] = [];
  let poll: NodeJS.Timeout | null = null;
  const asking: Tick = { name: "carriers", at: "30 */5 * * * *", run: catchUpCarriers };

  /** A tick that is still at work swallows the next one. */
  function run(tick: Tick): Promise<void> {
    const running = underWay.get(tick.name);
    if (running !== undefined) return running;
    const work = tick
      .run(bridge())
      .catch((error: unknown) =>
        bridge().log.error({ err: error, tick: tick.name }, "a tick failed; the next one tries again"),
      )
      .finally(() => underWay.delete(tick.name));
    underWay.set(tick.name, work);
    return work;
  }

  const scheduled = pollSeconds > 0 ? always : [...always, asking];
  return {
    start() {
      for (const tick of scheduled) tasks.push(cron.schedule(tick.at, () => run(tick)));
      if (pollSeconds > 0) poll = setInterval(() => void run(asking), pollSeconds * 1000);
    },
    all: async () => {
      keepBeat(bridge());
      await Promise.all([...always, asking].map(run));
    },
    async stop() {
      if (poll !== null) clearInterval(poll);
      await Promise.all(tasks.map((task) => task.destroy()));
      await Promise.all(underWay.values());
    },
  };
}
