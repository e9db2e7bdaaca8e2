/**
 * The one place that writes. Decisions that are asked for at the same time share a commit, because the disk's flush is what
 * costs: each is a savepoint of its own, fails alone, and its promise settles only after the commit.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { When } from "../bridge/contracts/store/store.ts";

export interface Writer {
  /** Runs `work` inside a transaction. `work` may await nothing but calls to the store. */
  transaction<T>(work: () => Promise<T>, when?: When): Promise<T>;
  readonly counts: { commits: number; decisions: number; anew: number };
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

interface Decision {
  /** Throws only when the whole transaction is lost, which one that is alone in it takes with it. */
  readonly run: (alone: boolean) => Promise<void>;
  /** Tells whoever asked how it ended, once it is on the disk. */
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

/** Enough to share a flush, few enough that nobody waits long for one. */
const decisionsPerCommit = 256;
/** How long what may wait does. Milliseconds. */
const soon = 20;
/** Where nothing else happens here while the disk flushes, a slow flush rests as long as it took, up to this. Milliseconds. */
const longestRest = 5;
/** What met with others is decided anew so often: about as long as a carrier waits for its answer. */
const mostTries = 12;

/** A little longer each time, and never the same for two who met. Milliseconds. */
const againAfter = (tries: number): number => Math.random() * Math.min(1_000, 2 ** tries);

export interface WriterEvents {
  /** Throws while what is written would be lost. */
  readonly standing: () => void;
  /** After each commit, when whoever asked was told. */
  readonly committed: () => void;
  /** Nothing of a batch was written. */
  readonly lost: () => void;
}

const unheard: WriterEvents = { standing: () => {}, committed: () => {}, lost: () => {} };

/** What the writer asks of a connection that nobody else writes on. */
export interface Savepoints {
  /** Whether nothing else happens in this process while it writes. */
  readonly blocks: boolean;
  /** @param isAnew what met with others once already has to succeed now. */
  begin(isAnew: boolean): Promise<void>;
  commit(): Promise<void>;
  savepoint(): Promise<void>;
  /** It stands, as far as the whole does. */
  release(): Promise<void>;
  /** What was done since the savepoint is not. */
  undo(): Promise<void>;
  /** Whether this failure has ended the whole transaction. */
  endsAll(error: unknown): boolean;
  /** Whether nothing was written, and the same may well succeed when it is decided anew. */
  isPassing(error: unknown): boolean;
  /** Nothing when none is open. @param error what ended it. */
  rollback(error: unknown): Promise<void>;
}

export function createWriter(connection: Savepoints, events: WriterEvents = unheard): Writer {
  const waiting: Decision[] = [];
  const counts = { commits: 0, decisions: 0, anew: 0 };
  let running: Promise<void> | null = null;
  let later: NodeJS.Timeout | null = null;

  async function runBatch(batch: readonly Decision[]): Promise<void> {
    for (let tries = 1; !(await isWritten(batch, tries)); tries += 1) await pause(againAfter(tries));
  }

  /** False when it is to be decided anew. */
  async function isWritten(batch: readonly Decision[], tries: number): Promise<boolean> {
    try {
      events.standing();
      await connection.begin(tries > 1);
      for (const decision of batch) await decision.run(batch.length === 1);
      await connection.commit();
      // Whoever hears that it is written down relies on it: so it must not have been lost just then.
      events.standing();
    } catch (error) {
      // The disk is full, read-only or locked, another instance decided at the same time: nothing of the batch was written.
      await connection.rollback(error);
      events.lost();
      if (connection.isPassing(error) && tries < mostTries) {
        counts.anew += batch.length;
        return false;
      }
      for (const decision of batch) decision.fail(error);
      return true;
    }
    counts.commits += 1;
    counts.decisions += batch.length;
    for (const decision of batch) decision.settle();
    events.committed();
    return true;
  }

  async function drain(): Promise<void> {
    await turn();
    while (waiting.length > 0) {
      const began = performance.now();
      await runBatch(waiting.splice(0, decisionsPerCommit));
      await (connection.blocks ? rest(performance.now() - began) : turn());
    }
    running = null;
  }

  /** Throws what `work` threw when that took the whole transaction with it, as a full disk does. */
  async function decide<T>(work: () => Promise<T>): Promise<{ value: T } | { error: unknown }> {
    await connection.savepoint();
    try {
      const value = await work();
      await connection.release();
      return { value };
    } catch (error) {
      if (connection.endsAll(error)) throw error;
      await connection.undo();
      return { error };
    }
  }

  function begin(): void {
    if (later !== null) clearTimeout(later);
    later = null;
    running ??= drain();
  }

  function transaction<T>(work: () => Promise<T>, when: When = "now"): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let settle = (): void => {};
      waiting.push({
        fail: reject,
        settle: () => settle(),
        run: async (alone) => {
          const end = alone ? { value: await work() } : await decide(work);
          settle = "value" in end ? () => resolve(end.value) : () => reject(end.error);
        },
      });
      if (when === "now") begin();
      else if (running === null) later ??= setTimeout(begin, soon);
    });
  }

  async function idle(): Promise<void> {
    if (waiting.length > 0) begin();
    await running;
  }

  return { transaction, counts, idle };
}

/** A short one costs only a turn. */
function rest(ms: number): Promise<void> {
  if (ms < 1) return turn();
  return new Promise((resolve) => setTimeout(resolve, Math.min(ms, longestRest)));
}

/** Lets everything that arrived in this turn of the event loop join the batch. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
