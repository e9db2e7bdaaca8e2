/** What the clock wakes, and when. Slack's own ticks are in `slack/ticks.ts`. */
import { routeKept } from "../bridge/apply-directory.ts";
import type { Bridge } from "../bridge/bridge.ts";
import type { Carrier } from "../bridge/carrier.ts";
import { catchUpCarrier } from "../bridge/catch-up-carrier.ts";
import { catchUpMissed } from "../bridge/catch-up-desk.ts";
import { expireWaiting } from "../bridge/expire-waiting.ts";
import { forgetOld } from "../bridge/forget-old.ts";
import { beat } from "../bridge/heartbeat.ts";
import { identifyAgain } from "../bridge/identify-member.ts";
import { leaveClosedChannels } from "../bridge/leave-closed-channels.ts";
import { oweUnsent } from "../bridge/owe-unsent.ts";
import { oweReminders } from "../bridge/remind-channel.ts";
import type { Tick } from "../bridge/tick.ts";
import { verifyCarriers } from "../bridge/verify-carriers.ts";
import type { Finding } from "../domain/finding.ts";

export interface ScheduleOptions {
  readonly carriers: readonly Carrier[];
  /** What a carrier said when it was asked whether all is well. */
  readonly found: (carrier: string, findings: readonly Finding[]) => void;
}

const minutes = 60_000;

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

export function createSchedule({ carriers, found }: ScheduleOptions): readonly Tick[] {
  return [
    ...always,
    ...carriers.map(askingFor),
    {
      name: "carriers",
      every: 5 * minutes,
      atStart: true,
      run: (bridge) => verifyCarriers(bridge, found),
    },
  ];
}

/** A tick for each, so that one that hangs does not keep the others from being asked. */
function askingFor(carrier: Carrier): Tick {
  const { name, pollEvery } = carrier;
  const asking = {
    name: `missed texts: ${name}`,
    run: (bridge: Bridge) => catchUpCarrier(bridge, carrier),
  };
  return pollEvery === undefined ? { ...asking, at: "30 */5 * * * *" } : { ...asking, every: pollEvery };
}
