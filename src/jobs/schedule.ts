/** What the clock wakes, and when. Slack's own ticks are in `slack/ticks.ts`. */

import { catchUpCarriers } from "../bridge/connection/catch-up-carrier.ts";
import { catchUpMissed } from "../bridge/connection/catch-up-desk.ts";
import { forgetOld } from "../bridge/connection/forget-old.ts";
import { beat } from "../bridge/connection/heartbeat.ts";
import { verifyCarriers } from "../bridge/connection/verify-carriers.ts";
import type { Tick } from "../bridge/contracts/tick.ts";
import { leaveClosedChannels } from "../bridge/conversations/leave-closed-channels.ts";
import { routeKept } from "../bridge/directory/apply-directory.ts";
import { identifyAgain } from "../bridge/directory/identify-member.ts";
import { oweUnsent } from "../bridge/messages/enqueue-unsent.ts";
import { expireWaiting } from "../bridge/messages/expire-waiting.ts";
import { oweReminders } from "../bridge/posts/remind-channel.ts";
import type { Finding } from "../domain/finding.ts";

export interface ScheduleOptions {
  /** How often carriers are asked for what came; 0: every five minutes, beside their webhooks. */
  readonly pollSeconds: number;
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

export function createSchedule({ pollSeconds, found }: ScheduleOptions): readonly Tick[] {
  const asking = { name: "missed texts", run: catchUpCarriers };
  return [
    ...always,
    pollSeconds > 0 ? { ...asking, every: pollSeconds * 1000 } : { ...asking, at: "30 */5 * * * *" },
    {
      name: "carriers",
      every: 5 * minutes,
      atStart: true,
      run: (bridge) => verifyCarriers(bridge, found),
    },
  ];
}
