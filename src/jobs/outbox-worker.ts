/**
 * Runs the jobs of the outbox. The database says what is due and in which order (law 10); here is only the decision what to begin
 * now: lanes side by side, one job of a lane at a time, and nothing that its channel or Slack as a whole has no room for.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Bridge } from "../bridge/bridge.ts";
import type { Job, OutboxReader } from "../bridge/contracts/store/outbox.ts";
import type { SlackChannelId } from "../domain/ids.ts";
import type { Callee, Pace } from "../domain/job.ts";

export interface OutboxWorker extends OutboxReader {
  start(): void;
  /** Something may be due. */
  wake(): void;
  /** Begins nothing more; resolves when what is under way is recorded. */
  stop(): Promise<void>;
}

/** Each has places of its own: while Slack hangs, texts leave; while the carrier does, customers' words are shown (law 1). */
const places: Readonly<Record<Callee, number>> = { carrier: 64, desk: 64 };
const callees: readonly Callee[] = ["carrier", "desk"];
/** No fewer than all places: what is under way is seen again, and must not hide what is not. */
const lookAtOnce = 128;
/** We look this often even if nobody wakes us: another process may have written. Milliseconds. */
const longestNap = 500;
/** While much is owed, a look takes a while: then we rest as long as it took, up to this, so that others are answered too. Milliseconds. */
const longestRest = 100;
const noticeable = 2;
/** What could not be written down is tried again after this long, each time twice as long. Milliseconds. */
const restAtFirst = 1_000;
const restAtMost = 10_000;

export function createOutboxWorker(bridge: () => Bridge): OutboxWorker {
  const running = new Map<string, Promise<void>>();
  const taken: Record<Callee, number> = { carrier: 0, desk: 0 };
  let looking = false;
  let lookAgain = false;
  let planned = false;
  /** How long the last look took, in which nothing else happened here. Milliseconds. */
  let cost = 0;
  let stopped = true;
  let stopping = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  let wakesAt = Number.POSITIVE_INFINITY;
  /** Something that is due was seen and could not be begun: what comes now does not go before it. */
  let isBehind = true;
  /** Lanes with something behind the job that runs. */
  const behind = new Set<string>();
  /** What is begun as soon as it is written, by lane: its place is kept. */
  const promised = new Map<string, Callee>();
  const waiters: (() => void)[] = [];

  function wake(): void {
    if (stopped) return;
    lookAgain = true;
    if (looking || planned) return;
    planned = true;
    const begin = () => {
      planned = false;
      void look();
    };
    if (cost < noticeable) setImmediate(begin);
    else setTimeout(begin, Math.min(cost, longestRest));
  }

  async function look(): Promise<void> {
    if (looking || stopped) return;
    looking = true;
    lookAgain = false;
    let nap = longestNap;
    const began = performance.now();
    try {
      nap = await beginWhatCan();
    } catch (error) {
      nap = restAtFirst;
      bridge().log.error({ err: error }, "the outbox can not be looked at now; it is tried again");
    } finally {
      looking = false;
      cost = performance.now() - began;
    }
    sleep(nap);
  }

  function sleep(nap: number): void {
    if (timer !== null) clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(wake, nap);
    wakesAt = bridge().now() + nap;
    if (lookAgain) wake();
  }

  /** Nothing stands before it: the database need not be asked for what was just written. */
  function isFree({ lane, callee }: Pick<Job, "lane" | "callee">): boolean {
    return !stopped && !isBehind && !running.has(lane) && !promised.has(lane) && hasPlace(callee);
  }

  function promises(job: Parameters<OutboxReader["promises"]>[0]): boolean {
    const { lane, callee, dueAt } = job;
    if (!isFree(job) || dueAt > bridge().now() || bridge().claimSlot(job) > 0) return false;
    promised.set(lane, callee);
    taken[callee] += 1;
    return true;
  }

  function take(job: Job): void {
    const { dueAt, lane, callee } = job;
    const wait = dueAt - bridge().now();
    if (job.isClaimed && promised.delete(lane)) {
      taken[callee] -= 1;
      begin(job);
    } else if (stopped) return;
    else if (running.has(lane)) behind.add(lane);
    else if (wait > 0) {
      if (dueAt < wakesAt) sleep(wait);
    } else if (isFree(job) && bridge().claimSlot(job) === 0) begin(job);
    else wake();
  }

  function settled(): void {
    for (const callee of promised.values()) taken[callee] -= 1;
    promised.clear();
    for (const settle of waiters.splice(0)) settle();
  }

  /** A commit may be under way whose jobs we have promised to begin. */
  async function keptPromises(): Promise<void> {
    if (promised.size > 0) await new Promise<void>((resolve) => waiters.push(resolve));
  }

  const hasPlace = (callee: Callee): boolean => taken[callee] < places[callee];

  /** Returns how long nothing more can be begun. Milliseconds. */
  async function beginWhatCan(): Promise<number> {
    const free = callees.filter(hasPlace);
    if (free.length === 0) return longestNap;
    const turn = createTurn(bridge(), free);
    let leftBehind = false;
    for (;;) {
      const before = turn.blockedCount();
      const jobs = await turn.due(lookAtOnce);
      leftBehind ||= jobs.length === lookAtOnce;
      for (const job of jobs) {
        if (running.has(job.lane)) {
          // It is not known what stands behind it.
          behind.add(job.lane);
          continue;
        }
        if (hasPlace(job.callee) && turn.mayBegin(job)) {
          behind.add(job.lane);
          begin(job);
          continue;
        }
        leftBehind = true;
        if (!hasPlace(job.callee)) turn.leaveOut(job.callee);
      }
      isBehind = leftBehind;
      if (jobs.length < lookAtOnce || turn.blockedCount() === before) return await turn.nap();
      // The next query takes its time, too.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  function begin(job: Job): void {
    const { callee } = job;
    taken[callee] += 1;
    const work = bridge()
      .runJob(job, (write) => untilWritten(job, write))
      .finally(() => {
        taken[callee] -= 1;
        running.delete(job.lane);
        if (behind.delete(job.lane) || isBehind) wake();
      });
    running.set(job.lane, work);
  }

  /**
   * What was done must not be done again only because the disk was full or locked just then: its lane and its place wait
   * until it is written down. A stop gives up, and the next start settles it.
   */
  async function untilWritten(job: Job, write: () => Promise<void>): Promise<void> {
    const { signal } = stopping;
    for (let rest = restAtFirst; ; rest = Math.min(restAtMost, rest * 2)) {
      try {
        return await write();
      } catch (error) {
        bridge().log.error(
          { err: error, kind: job.kind },
          "how a job ended could not be recorded; its lane waits",
        );
      }
      if (signal.aborted) return;
      await pause(rest, undefined, { signal }).catch(() => {});
    }
  }

  return {
    start() {
      stopped = false;
      stopping = new AbortController();
      wake();
    },
    wake,
    promises,
    settled,
    enqueued({ jobs, others }) {
      for (const job of jobs) take(job);
      if (others) wake();
    },
    async stop() {
      stopped = true;
      stopping.abort();
      if (timer !== null) clearTimeout(timer);
      await keptPromises();
      await Promise.all(running.values());
    },
  };
}

/** One look at the outbox: what had no room is left out of the next query, so that it hides nothing behind it. */
function createTurn(bridge: Bridge, free: readonly Callee[]) {
  const channels = new Set<SlackChannelId>();
  const paces = new Set<Pace>();
  const leftOut = new Set(callees.filter((callee) => !free.includes(callee)));
  let shortestWait = longestNap;

  function isBlocked({ pace, channel }: Job): boolean {
    if (pace === null) return false;
    return pace === "post" ? channel !== null && channels.has(channel) : paces.has(pace);
  }

  function block({ pace, channel }: Job, wait: number): void {
    shortestWait = Math.min(shortestWait, wait);
    if (pace === "post" && channel !== null) channels.add(channel);
    else if (pace !== null) paces.add(pace);
  }

  return {
    leaveOut: (callee: Callee) => void leftOut.add(callee),
    blockedCount: () => channels.size + paces.size + leftOut.size,
    due: (limit: number): Promise<Job[]> =>
      bridge.dueJobs(limit, { channels: [...channels], callees: [...leftOut], paces: [...paces] }),
    mayBegin(job: Job): boolean {
      if (isBlocked(job)) return false;
      const wait = bridge.claimSlot(job);
      if (wait > 0) block(job, wait);
      return wait <= 0;
    },
    async nap(): Promise<number> {
      const untilNext = (await bridge.untilNextJob()) ?? longestNap;
      return Math.max(1, Math.min(shortestWait, untilNext, longestNap));
    },
  };
}
