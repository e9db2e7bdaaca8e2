/**
 * Runs the jobs of the outbox. The database says what is due and in which order (law 10); here is only the decision what to begin
 * now: lanes side by side, one job of a lane at a time, and nothing that its channel or Slack as a whole has no room for.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Bridge } from "../bridge/bridge.ts";
import type { Job, OutboxReader } from "../bridge/contracts/store/outbox.ts";
import { isLeadLost } from "../domain/errors.ts";
import { type Callee, onlyShows, showing } from "../domain/job.ts";
import { createSeldom } from "../lib/seldom.ts";
import { createPlaces, lookAtOnce } from "./places.ts";
import { createTurn, longestNap, type Turn } from "./turn.ts";

export interface OutboxWorker extends OutboxReader {
  start(): void;
  /** Something may be due. */
  wake(): void;
  /** Begins nothing more; resolves when what is under way is recorded. */
  stop(): Promise<void>;
}

const callees: readonly Callee[] = ["carrier", "desk", "crm", "media"];
/** Marks and cards that are known to be due; of more, it is only known that there are some. */
const mostShelved = 1_000;
/** While much is owed, a look takes a while: then we rest as long as it took, up to this, so that others are answered too. Milliseconds. */
const longestRest = 100;
const noticeable = 2;
/** What could not be written down is tried again after this long, each time twice as long. Milliseconds. */
const restAtFirst = 1_000;
const restAtMost = 10_000;
/** How often that is logged of a kind of job, as long as it lasts. Milliseconds. */
const logEvery = 60_000;

/** Lanes of the CRM hold nothing else: what is said does not wait for records that do. */
type Side = "words" | "records";
const sides: readonly Side[] = ["words", "records"];
const sideOf = (callee: Callee): Side => (callee === "crm" ? "records" : "words");

type Promised = Parameters<OutboxReader["promises"]>[0];

export function createOutboxWorker(bridge: () => Bridge): OutboxWorker {
  const running = new Map<string, Promise<void>>();
  const places = createPlaces();
  const seldom = createSeldom(logEvery);
  let looking = false;
  let lookAgain = false;
  let planned = false;
  /** How long the last look took, in which nothing else happened here. Milliseconds. */
  let cost = 0;
  let stopped = true;
  let stopping = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  let wakesAt = Number.POSITIVE_INFINITY;
  /** Where something that is due was seen and could not be begun: what comes there now does not go before it. */
  let behindOn: ReadonlySet<Side> = new Set(sides);
  /** Lanes with something behind the job that runs. */
  const behind = new Set<string>();
  /** What is begun as soon as it is written, by lane: its place is kept. */
  const promised = new Map<string, Promised>();
  /** What only shows how things stand and has no place yet, by lane, in the order in which it was asked for. */
  const shelf = new Map<string, Job>();
  /** There is more of that than is on the shelf. */
  let isShelfShort = true;
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
    if (stopped || behindOn.has(sideOf(callee))) return false;
    return !running.has(lane) && !promised.has(lane) && places.has(callee);
  }

  function promises(job: Promised): boolean {
    if (!isFree(job) || job.dueAt > bridge().now() || bridge().claimSlot(job) > 0) return false;
    promised.set(job.lane, job);
    places.take(job);
    return true;
  }

  function take(job: Job): void {
    const { dueAt, lane } = job;
    const wait = dueAt - bridge().now();
    if (job.isClaimed && promised.delete(lane)) {
      places.giveBack(job);
      begin(job);
    } else if (stopped) return;
    else if (running.has(lane)) behind.add(lane);
    else if (wait > 0) {
      if (dueAt < wakesAt) sleep(wait);
    } else if (onlyShows(job)) putOnShelf(job);
    else if (isFree(job) && bridge().claimSlot(job) === 0) begin(job);
    else {
      behindOn = new Set([...behindOn, sideOf(job.callee)]);
      wake();
    }
  }

  function putOnShelf(job: Job): void {
    if (shelf.size < mostShelved || shelf.has(job.lane)) shelf.set(job.lane, job);
    else isShelfShort = true;
  }

  /** Begins what there is a place for beside the words that are under way. */
  function showFromShelf(): void {
    for (const [lane, job] of shelf) {
      if (stopped || !places.hasForShowing()) return;
      shelf.delete(lane);
      if (running.has(lane)) behind.add(lane);
      else if (bridge().claimSlot(job) === 0) begin(job);
      // It is seen again when the desk has room.
      else isShelfShort = true;
    }
    if (isShelfShort && places.hasForShowing()) wake();
  }

  function settled(): void {
    for (const job of promised.values()) places.giveBack(job);
    promised.clear();
    for (const settle of waiters.splice(0)) settle();
  }

  /** A commit may be under way whose jobs we have promised to begin. */
  async function keptPromises(): Promise<void> {
    if (promised.size > 0) await new Promise<void>((resolve) => waiters.push(resolve));
  }

  /** Returns how long nothing more can be begun. Milliseconds. */
  async function beginWhatCan(): Promise<number> {
    const full = callees.filter((callee) => !places.has(callee));
    // Of what is not asked for, it is not known whether there is any.
    const leftBehind = new Set(full.map(sideOf));
    behindOn = new Set([...behindOn, ...leftBehind]);
    if (full.length === callees.length) return longestNap;
    const mayShow = places.hasForShowing();
    const turn = createTurn(bridge(), { callees: full, paces: mayShow ? [] : showing });
    isShelfShort = !mayShow;
    for (;;) {
      const before = turn.blockedCount();
      const jobs = await turn.due(lookAtOnce);
      if (stopped) return longestNap;
      const last = jobs.at(-1);
      // Behind what only shows stand no words.
      if (jobs.length === lookAtOnce && last !== undefined && !onlyShows(last))
        for (const side of sides) leftBehind.add(side);
      for (const job of jobs) if (!beginIfRoom(job, turn)) leftBehind.add(sideOf(job.callee));
      behindOn = new Set(leftBehind);
      if (jobs.length < lookAtOnce || turn.blockedCount() === before) return await turn.nap();
      // The next query takes its time, too.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** False when words were left behind. */
  function beginIfRoom(job: Job, turn: Turn): boolean {
    const { lane, callee } = job;
    // It is not known what stands behind it.
    if (running.has(lane)) behind.add(lane);
    else if (onlyShows(job)) showIfRoom(job, turn);
    else if (places.has(callee) && turn.mayBegin(job)) {
      behind.add(lane);
      begin(job);
    } else {
      if (!places.has(callee)) turn.leaveOut({ callees: [callee], paces: [] });
      return false;
    }
    return true;
  }

  function showIfRoom(job: Job, turn: Turn): void {
    if (places.hasForShowing()) {
      if (turn.mayBegin(job)) begin(job);
    } else {
      putOnShelf(job);
      turn.leaveOut({ callees: [], paces: showing });
      isShelfShort = true;
    }
  }

  function begin(job: Job): void {
    const { lane } = job;
    shelf.delete(lane);
    places.take(job);
    const work = bridge()
      .runJob(job, (write) => untilWritten(job, write))
      .finally(() => {
        places.giveBack(job);
        running.delete(lane);
        if (behind.delete(lane) || behindOn.has(sideOf(job.callee))) wake();
        showFromShelf();
      });
    running.set(lane, work);
  }

  /**
   * What was done must not be done again only because the disk was full or locked just then: its lane and its place wait
   * until it is written down. A stop gives up, and the next start settles it; so does who takes over the lead, where that is lost.
   */
  async function untilWritten(job: Job, write: () => Promise<void>): Promise<void> {
    const { signal } = stopping;
    for (let rest = restAtFirst; ; rest = Math.min(restAtMost, rest * 2)) {
      try {
        await write();
        if (rest > restAtFirst) seldom.over(job.kind);
        return;
      } catch (error) {
        if (isLeadLost(error)) return;
        const unsaid = seldom(job.kind);
        if (unsaid !== null)
          bridge().log.error(
            { err: error, kind: job.kind, unsaid },
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
      showFromShelf();
      if (others) wake();
    },
    async stop() {
      stopped = true;
      shelf.clear();
      stopping.abort();
      if (timer !== null) clearTimeout(timer);
      await keptPromises();
      await Promise.all(running.values());
    },
  };
}
