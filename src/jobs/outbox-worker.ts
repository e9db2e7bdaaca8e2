/**
 * Works off the outbox. The database says what is due and in which order (law 10); here is only the decision what to begin
 * now: lanes side by side, one piece of a lane at a time, and nothing that its channel or Slack as a whole has no room for.
 */
import type { Bridge } from "../bridge/bridge.ts";
import type { DeskCall } from "../bridge/desk.ts";
import { type Debt, dueWork, noteLook, untilNextWork } from "../bridge/due-work.ts";
import { deskCallOf, workOff } from "../bridge/work-off.ts";
import type { SlackChannelId } from "../domain/ids.ts";
import type { WorkKind } from "../domain/work.ts";

export interface OutboxWorker {
  start(): void;
  /** Something may be due. */
  wake(): void;
  /** Begins nothing more; resolves when what is under way is recorded. */
  stop(): Promise<void>;
}

const atOnce = 64;
const lookAtOnce = 128;
/** We look this often even if nobody wakes us: another process may have written. Milliseconds. */
const longestNap = 500;
/** A lane whose outcome could not be written down stays closed for this long, each time twice as long. Milliseconds. */
const closedAtFirst = 1_000;
const closedAtMost = 60_000;

export function createOutboxWorker(bridge: () => Bridge): OutboxWorker {
  const running = new Map<string, Promise<void>>();
  /** Lanes whose outcomes can't be written down now, and how often that went wrong in a row. */
  const unwritten = new Map<string, number>();
  const closed = new Map<string, NodeJS.Timeout>();
  let looking = false;
  let lookAgain = false;
  let stopped = true;
  let timer: NodeJS.Timeout | null = null;

  function wake(): void {
    if (stopped) return;
    lookAgain = true;
    if (!looking) setImmediate(() => void look());
  }

  async function look(): Promise<void> {
    if (looking || stopped) return;
    looking = true;
    let nap = longestNap;
    try {
      while (lookAgain && !stopped) {
        lookAgain = false;
        nap = await beginWhatCan();
      }
    } catch (error) {
      nap = closedAtFirst;
      bridge().log.error({ err: error }, "the outbox can not be worked off now; it is looked at again");
    } finally {
      looking = false;
    }
    sleep(nap);
  }

  function sleep(nap: number): void {
    if (timer !== null) clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(wake, nap);
    if (lookAgain) wake();
  }

  /** Returns how long nothing more can be begun. Milliseconds. */
  async function beginWhatCan(): Promise<number> {
    // What can't be written down would be done again and again: nothing is begun before the disk takes a word.
    if (closed.size > 0) await noteLook(bridge());
    const turn = createTurn(bridge());
    for (;;) {
      const before = turn.blockedCount();
      const debts = await turn.due(lookAtOnce);
      for (const debt of debts) {
        if (running.size >= atOnce) return longestNap;
        if (running.has(debt.lane) || closed.has(debt.lane)) continue;
        if (turn.mayBegin(debt)) begin(debt);
      }
      if (debts.length < lookAtOnce || turn.blockedCount() === before) return await turn.nap();
    }
  }

  function begin(debt: Debt): void {
    const { lane } = debt;
    const work = workOff(bridge(), debt)
      .then(() => void unwritten.delete(lane))
      .catch((error: unknown) => {
        bridge().log.error(
          { err: error, work: debt.work.kind },
          "how a piece of work ended could not be recorded; its lane waits",
        );
        close(lane);
      })
      .finally(() => {
        running.delete(lane);
        wake();
      });
    running.set(lane, work);
  }

  function close(lane: string): void {
    const times = unwritten.get(lane) ?? 0;
    unwritten.set(lane, times + 1);
    const reopen = (): void => {
      closed.delete(lane);
      wake();
    };
    closed.set(lane, setTimeout(reopen, Math.min(closedAtMost, closedAtFirst * 2 ** times)));
  }

  return {
    start() {
      stopped = false;
      wake();
    },
    wake,
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      for (const closing of closed.values()) clearTimeout(closing);
      await Promise.all(running.values());
    },
  };
}

/** One look at the outbox: what had no room is left out of the next query, so that it hides nothing behind it. */
function createTurn(bridge: Bridge) {
  const channels = new Set<SlackChannelId>();
  const kinds = new Set<WorkKind>();
  let shortestWait = longestNap;

  function block(call: DeskCall, kind: WorkKind, wait: number): void {
    shortestWait = Math.min(shortestWait, wait);
    if (call.kind === "post") channels.add(call.channel);
    else kinds.add(kind);
  }

  return {
    blockedCount: () => channels.size + kinds.size,
    due: (limit: number): Promise<Debt[]> =>
      dueWork(bridge, limit, { channels: [...channels], kinds: [...kinds] }),
    mayBegin(debt: Debt): boolean {
      const call = deskCallOf(debt);
      if (call === null) return true;
      if (call.kind === "post" ? channels.has(call.channel) : kinds.has(debt.work.kind)) return false;
      const wait = bridge.desk.claimSlot(call);
      if (wait > 0) block(call, debt.work.kind, wait);
      return wait <= 0;
    },
    async nap(): Promise<number> {
      const untilNext = (await untilNextWork(bridge)) ?? longestNap;
      return Math.max(1, Math.min(shortestWait, untilNext, longestNap));
    },
  };
}
