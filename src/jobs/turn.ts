/** One look at the outbox: what had no room is left out of the next query, so that it hides nothing behind it. */
import type { Bridge } from "../bridge/bridge.ts";
import type { Blocked, Job } from "../bridge/contracts/store/outbox.ts";
import type { SlackChannelId } from "../domain/ids.ts";

export type LeftOut = Pick<Blocked, "callees" | "paces">;

export interface Turn {
  leaveOut(what: LeftOut): void;
  /** Grows when a further query would leave out more. */
  blockedCount(): number;
  due(limit: number): Promise<Job[]>;
  /** Whether whom it calls has room for it: then its slot is taken. */
  mayBegin(job: Job): boolean;
  /** How long nothing more can be begun. Milliseconds. */
  nap(): Promise<number>;
}

/** We look this often even if nobody wakes us: another process may have written. Milliseconds. */
export const longestNap = 500;

/** @param leftOut what has no room from the start. */
export function createTurn(bridge: Bridge, leftOut: LeftOut): Turn {
  const channels = new Set<SlackChannelId>();
  const paces = new Set(leftOut.paces);
  const callees = new Set(leftOut.callees);
  let shortestWait = longestNap;

  function isBlocked({ callee, pace, channel }: Job): boolean {
    if (pace === null) return callees.has(callee);
    return pace === "post" ? channel !== null && channels.has(channel) : paces.has(pace);
  }

  function block({ callee, pace, channel }: Job, wait: number): void {
    shortestWait = Math.min(shortestWait, wait);
    if (pace === null) callees.add(callee);
    else if (pace !== "post") paces.add(pace);
    else if (channel !== null) channels.add(channel);
  }

  return {
    leaveOut(what) {
      for (const callee of what.callees) callees.add(callee);
      for (const pace of what.paces) paces.add(pace);
    },
    blockedCount: () => channels.size + paces.size + callees.size,
    due: (limit) =>
      bridge.dueJobs(limit, { channels: [...channels], callees: [...callees], paces: [...paces] }),
    mayBegin(job) {
      if (isBlocked(job)) return false;
      const wait = bridge.claimSlot(job);
      if (wait > 0) block(job, wait);
      return wait <= 0;
    },
    async nap() {
      const untilNext = (await bridge.untilNextJob()) ?? longestNap;
      return Math.max(1, Math.min(shortestWait, untilNext, longestNap));
    },
  };
}
