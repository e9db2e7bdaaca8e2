/** What the clock wakes, and when. Slack's own are in `slack/transport/ticks.ts`. */
import type { Bridge } from "../bridge/bridge.ts";
import type { Carrier } from "../bridge/contracts/carrier.ts";
import type { Tick } from "../bridge/tick.ts";
import type { Finding } from "../domain/finding.ts";

export interface ScheduleOptions {
  readonly carriers: readonly Carrier[];
  /** What a carrier said when it was asked whether all is well. */
  readonly found: (carrier: string, findings: readonly Finding[]) => void;
  /** The same of the CRM. */
  readonly foundInCrm: (findings: readonly Finding[]) => void;
}

const minutes = 60_000;

const always: readonly Tick[] = [
  {
    name: "carriers' attention",
    every: 5_000,
    atStart: true,
    everywhere: true,
    run: (bridge) => bridge.attendCarriers(),
  },
  { name: "heartbeat", at: "*/5 * * * * *", everywhere: true, run: (bridge) => bridge.beat() },
  { name: "other instances", every: 1_000, run: (bridge) => bridge.heedInstances() },
  { name: "what others missed", every: 1_000, run: (bridge) => bridge.fetchMissedByOthers() },
  { name: "kept texts", at: "*/5 * * * * *", run: (bridge) => bridge.routeKept() },
  { name: "closed channels", at: "*/10 * * * * *", run: (bridge) => bridge.leaveClosedChannels() },
  { name: "Homes", at: "*/5 * * * * *", run: (bridge) => bridge.redrawHomes() },
  { name: "reminders", at: "10 * * * * *", run: (bridge) => bridge.enqueueReminders() },
  { name: "missed replies", at: "*/30 * * * * *", run: (bridge) => bridge.catchUpMissed() },
  { name: "old threads", at: "15,45 * * * * *", run: (bridge) => bridge.lookAtOldThreads() },
  { name: "undecided texts", at: "40 * * * * *", run: (bridge) => bridge.expireWaiting() },
  { name: "unsent texts", at: "50 * * * * *", run: (bridge) => bridge.enqueueUnsent() },
  { name: "unknown members", at: "20 */10 * * * *", run: (bridge) => bridge.identifyAgain() },
  { name: "members to be reached", at: "35 * * * * *", run: (bridge) => bridge.reachAgain() },
  { name: "idle conversations", at: "5 */10 * * * *", run: (bridge) => bridge.closeIdle() },
  { name: "snoozed conversations", at: "25,55 * * * * *", run: (bridge) => bridge.wakeSnoozed() },
  { name: "silent conversations", at: "45 */10 * * * *", run: (bridge) => bridge.resolveSilent() },
  { name: "weekly reminders", at: "20 */5 * * * *", run: (bridge) => bridge.remindUnlogged() },
  { name: "what is not logged", at: "*/5 * * * * *", run: (bridge) => bridge.noteUnlogged() },
  { name: "silent records", at: "20 * * * * *", run: (bridge) => bridge.logSilent() },
  { name: "files' addresses", at: "55 */10 * * * *", run: (bridge) => bridge.closeAddresses() },
  { name: "old keys", at: "15 7 * * * *", run: (bridge) => bridge.forgetOld() },
];

export function createSchedule({ carriers, found, foundInCrm }: ScheduleOptions): readonly Tick[] {
  return [
    ...always,
    ...carriers.map(askingFor),
    ...carriers.map(askingSoon),
    ...(carriers.some(({ consents }) => consents !== undefined) ? [comparingOptOuts] : []),
    {
      name: "carriers' templates",
      every: 15 * minutes,
      atStart: true,
      run: (bridge) => bridge.lookAtTemplates(),
    },
    {
      name: "carriers",
      every: 5 * minutes,
      atStart: true,
      run: (bridge) => bridge.verifyCarriers(found),
    },
    { name: "CRM", every: 5 * minutes, atStart: true, run: (bridge) => bridge.verifyCrm(foundInCrm) },
  ];
}

const comparingOptOuts: Tick = {
  name: "carriers' own lists of opt-outs",
  every: 15 * minutes,
  atStart: true,
  run: (bridge) => bridge.enqueueConsentList(),
};

/** A tick for each, so that one that hangs does not keep the others from being asked. */
function askingFor(carrier: Carrier): Tick {
  const { name, pollEvery } = carrier;
  const asking = { name: `missed texts: ${name}`, run: (bridge: Bridge) => bridge.catchUpCarrier(name) };
  return pollEvery === undefined ? { ...asking, at: "30 */5 * * * *" } : { ...asking, every: pollEvery };
}

/** Where texts are known to be missed, nothing waits for the tick that looks whether some are. */
function askingSoon({ name }: Carrier): Tick {
  return {
    name: `texts known to be missed: ${name}`,
    at: "*/5 * * * * *",
    everywhere: true,
    run: async (bridge) => void (await bridge.catchUpOwed(name)),
  };
}
