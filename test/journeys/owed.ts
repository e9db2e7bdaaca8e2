/** What a database still owes, read beside the running app. */
import Database from "better-sqlite3";

export interface Owed {
  /** Deliveries of Slack that are stored and not handled yet. */
  readonly deliveries: number;
  /** When the next piece of work is due; null: nothing is owed. Milliseconds. */
  readonly next: number | null;
  /** Something is in no record yet that may have to be: a tick sees to it. */
  readonly isUnlogged: boolean;
}

/** What stands behind an earlier row of its lane waits for it. */
const firstOfLane = `not exists (select 1 from outbox ahead where ahead.lane = outbox.lane
  and (ahead.position, ahead.id) < (outbox.position, outbox.id))`;

const unlogged = ["messages", "replies", "episodes"];

export interface OwedReader {
  read(): Owed;
  /** Before the app stops, which has to be the last to close its file. It may be read on afterwards. */
  close(): void;
}

/** Its connection is kept while the app runs: learning all tables for each of many looks would take most of a processor. */
export function createOwedReader(file: string): OwedReader {
  let opened: ReturnType<typeof open> | null = null;
  return {
    read() {
      opened ??= open(file);
      return {
        deliveries: opened.deliveries.get() as number,
        next: opened.next.get() as number | null,
        isUnlogged: opened.unlogged.get() === 1,
      };
    },
    close() {
      opened?.database.close();
      opened = null;
    },
  };
}

function open(file: string) {
  const database = new Database(file, { readonly: true });
  const one = (question: string) => database.prepare(question).pluck();
  return {
    database,
    deliveries: one("select count(*) from inbox where sealed_body is not null and due_at is not null"),
    next: one(`select min(due_at) from outbox where ${firstOfLane}`),
    unlogged: one(
      `select ${unlogged.map((table) => `exists (select 1 from ${table} where unlogged = true)`).join(" or ")}`,
    ),
  };
}

/** How many rows a table has. */
export function countOf(file: string, table: "messages" | "inbox" | "unrouted"): number {
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare(`select count(*) from ${table}`).pluck().get() as number;
  } finally {
    database.close();
  }
}
