/**
 * The one place that writes. Decisions that are asked for at the same time share a commit, because the disk's flush is what
 * costs: each is a savepoint of its own, fails alone, and its promise settles only after the commit.
 */
import type { Database } from "better-sqlite3";

export interface Writer {
  /** Runs `work` inside a transaction. `work` may await nothing but calls to the store. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  readonly counts: { commits: number; decisions: number };
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

interface Decision {
  readonly run: () => Promise<() => void>;
  readonly fail: (error: unknown) => void;
}

/** Enough to share a flush, few enough that nobody waits long for one. */
const decisionsPerCommit = 256;

export function createWriter(sqlite: Database): Writer {
  const begin = sqlite.prepare("BEGIN IMMEDIATE");
  const commit = sqlite.prepare("COMMIT");
  const savepoint = sqlite.prepare("SAVEPOINT decision");
  const release = sqlite.prepare("RELEASE decision");
  const undo = sqlite.prepare("ROLLBACK TO decision");
  const waiting: Decision[] = [];
  const counts = { commits: 0, decisions: 0 };
  let running: Promise<void> | null = null;

  async function runBatch(): Promise<void> {
    const batch = [];
    begin.run();
    while (batch.length < decisionsPerCommit) {
      const decision = waiting.shift();
      if (decision === undefined) break;
      batch.push({ decision, settle: await decision.run() });
    }
    try {
      commit.run();
      counts.commits += 1;
      counts.decisions += batch.length;
      for (const { settle } of batch) settle();
    } catch (error) {
      if (sqlite.inTransaction) sqlite.exec("ROLLBACK");
      for (const { decision } of batch) decision.fail(error);
    }
  }

  async function drain(): Promise<void> {
    await turn();
    while (waiting.length > 0) {
      try {
        await runBatch();
      } catch (error) {
        // The transaction could not even begin: the disk is full, read-only or locked.
        if (sqlite.inTransaction) sqlite.exec("ROLLBACK");
        waiting.shift()?.fail(error);
      }
      await turn();
    }
    running = null;
  }

  function transaction<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      waiting.push({
        fail: reject,
        run: async () => {
          // A full disk ends the transaction by itself; a savepoint would then quietly begin another.
          if (!sqlite.inTransaction)
            return () => reject(new Error("the transaction was ended by the database"));
          savepoint.run();
          try {
            const value = await work();
            release.run();
            return () => resolve(value);
          } catch (error) {
            if (sqlite.inTransaction) {
              undo.run();
              release.run();
            }
            return () => reject(error);
          }
        },
      });
      running ??= drain();
    });
  }

  return { transaction, counts, idle: async () => void (await running) };
}

/** Lets everything that arrived in this turn of the event loop join the batch. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
