/**
 * Takes the lead where it is free, sees to it that the work ends when it is lost, and asks for it again. An instance without it takes in
 * what comes, decides and acknowledges.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Log } from "./bridge/contracts/log.ts";
import type { Lead, Term } from "./bridge/contracts/store/store.ts";
import type { LeadersWork } from "./leaders-work.ts";
import { createSeldom } from "./lib/seldom.ts";

export interface LeadKeeper {
  /** Asks once, and settles what was under way. False: another one has it. @throws what the database says; then nothing is held. */
  take(): Promise<boolean>;
  /** Whether we have it, and what was under way is settled. */
  leads(): boolean;
  /** What we have begun under it; null without it. */
  work(): LeadersWork | null;
  /** From now on it is asked for whenever we don't have it. */
  keep(): void;
  /** Ends the work, then gives it up, so that another one can take it at once. */
  stop(): Promise<void>;
}

export interface LeadKeeperOptions {
  readonly lead: () => Lead;
  readonly workOf: (term: Term) => LeadersWork;
  /** It was taken, and what was under way is settled, in a process that runs already. */
  readonly takenOver: (work: LeadersWork) => Promise<void>;
  /** The database was out of reach, as it may have been for all: what came meanwhile may have been refused, by whichever instance. */
  readonly interrupted: () => void;
  /** Nothing is told of what is written any more. */
  readonly ended: () => void;
  readonly log: Log;
  /** How often it is asked for. Milliseconds. */
  readonly askEvery?: number;
  /** What was asked of others before it was lost may be answered for so long; later, nobody waits. Milliseconds. */
  readonly endedWithin?: number;
}

const oftenEnough = 500;
/** How often it is logged that it can't be had. Milliseconds. */
const logEvery = 60_000;
const longEnough = 5_000;

interface Held {
  readonly term: Term;
  readonly work: LeadersWork;
}

export function createLeadKeeper(options: LeadKeeperOptions): LeadKeeper {
  const { log, askEvery = oftenEnough, endedWithin = longEnough } = options;
  const stopping = new AbortController();
  let held: Held | null = null;
  let isSettled = false;
  let keeping: Promise<void> | null = null;
  const seldom = createSeldom(logEvery);

  async function take(): Promise<boolean> {
    const term = await options.lead().take();
    if (term === null) return false;
    const mine = { term, work: options.workOf(term) };
    held = mine;
    try {
      await mine.work.recover();
    } catch (error) {
      await release(mine);
      throw error;
    }
    isSettled = true;
    if (options.lead().isShared) log.info({ term: term.number }, "this instance has the lead");
    return true;
  }

  async function release({ term, work }: Held): Promise<void> {
    held = null;
    isSettled = false;
    await work.stop();
    options.ended();
    await term.leave();
  }

  /** What can't be recorded any more ends by itself. */
  async function lose(mine: Held): Promise<void> {
    held = null;
    isSettled = false;
    options.interrupted();
    log.warn(
      { term: mine.term.number },
      "the lead was lost: another instance may have it; this one takes in what comes, and asks for it again",
    );
    const ended = Promise.all([mine.work.stop(), mine.term.leave()]);
    await Promise.race([ended, pause(endedWithin, undefined, { ref: false })]);
    options.ended();
  }

  async function takeOver(): Promise<void> {
    try {
      if (!(await take())) return;
      if (held !== null && !stopping.signal.aborted) await options.takenOver(held.work);
    } catch (error) {
      // Held without its work begun, it would keep everybody from it.
      if (held !== null) await release(held).catch(() => {});
      options.interrupted();
      const unsaid = seldom("trouble");
      if (unsaid !== null)
        log.error({ err: error, unsaid }, "the lead can't be asked for now; it is asked for again");
    }
  }

  async function keep(): Promise<void> {
    while (!stopping.signal.aborted) {
      if (held === null) await takeOver();
      else if (held.term.lost.aborted) await lose(held);
      await untilNext(held?.term.lost ?? null);
    }
  }

  /** Until it is lost, where we have it; else until it is to be asked for. */
  async function untilNext(lost: AbortSignal | null): Promise<void> {
    if (lost === null) {
      await pause(askEvery, undefined, { signal: stopping.signal }).catch(() => {});
      return;
    }
    const signal = AbortSignal.any([stopping.signal, lost]);
    if (!signal.aborted)
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  }

  return {
    take,
    leads: () => isSettled && held !== null && !held.term.lost.aborted,
    work: () => held?.work ?? null,
    keep() {
      keeping ??= keep();
    },
    async stop() {
      stopping.abort();
      const mine = held;
      if (mine !== null) await release(mine);
      await keeping;
      if (held !== null) await release(held);
    },
  };
}
