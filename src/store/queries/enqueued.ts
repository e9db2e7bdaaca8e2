/** What comes right after a commit: what it put into the outbox is told, so that nobody need look for what was just written. */
import type { Enqueued, Job, NewJob, OutboxReader } from "../../bridge/contracts/store/outbox.ts";

export interface EnqueuedJournal {
  /** Grows with each commit, written or not. */
  readonly turn: number;
  /** From now on told of it. */
  readBy(reader: OutboxReader | null): void;
  /** Whether what was decided put anything into it. */
  hasNews(): boolean;
  promises(job: NewJob): boolean;
  /** A job was enqueued, and is the first of its lane. */
  first(job: Job): void;
  /** Something else changed: whoever works off the outbox has to look. */
  other(): void;
  /** Whether a job that is in it still stands as it was. */
  withdraw(isMeant: (job: Job) => boolean): void;
  /** Is done after the commit, when that was told. */
  afterwards(act: () => void): void;
  /** What a decision that failed wrote is forgotten with it. */
  during<T>(decision: () => Promise<T>): Promise<T>;
  /** After the commit. */
  tell(): void;
  /** Nothing of it was written. */
  forget(): void;
}

export function createEnqueuedJournal(): EnqueuedJournal {
  let jobs: Job[] = [];
  let others = false;
  let acts: (() => void)[] = [];
  let turn = 0;
  let reader: OutboxReader | null = null;

  function take(): Enqueued & { readonly acts: readonly (() => void)[] } {
    const taken = { jobs, others, acts };
    jobs = [];
    others = false;
    acts = [];
    turn += 1;
    return taken;
  }

  return {
    get turn() {
      return turn;
    },
    readBy(next) {
      reader = next;
    },
    hasNews: () => others || jobs.length > 0,
    promises: ({ lane, callee, pace, loss, channel = null, dueAt }) =>
      reader?.promises({ lane, callee, pace, loss, channel, dueAt }) ?? false,
    first(job) {
      const known = job.version === 1 ? -1 : jobs.findIndex(({ id }) => id === job.id);
      if (known >= 0) jobs = jobs.with(known, job);
      else jobs.push(job);
    },
    other() {
      others = true;
    },
    withdraw(isMeant) {
      if (jobs.some(isMeant)) jobs = jobs.filter((job) => !isMeant(job));
    },
    afterwards(act) {
      acts.push(act);
    },
    async during(decision) {
      const before = jobs;
      const { length } = jobs;
      const { length: actsBefore } = acts;
      try {
        return await decision();
      } catch (error) {
        // What it withdrew stands again, as in the tables.
        jobs = before;
        jobs.length = length;
        acts.length = actsBefore;
        throw error;
      }
    },
    tell() {
      const { acts: toDo, ...what } = take();
      if (what.others || what.jobs.length > 0) reader?.enqueued(what);
      reader?.settled();
      for (const act of toDo) act();
    },
    forget() {
      take();
      reader?.settled();
    },
  };
}
