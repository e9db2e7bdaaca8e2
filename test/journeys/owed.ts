/** What a database still owes, read beside the running app. */
import Database from "better-sqlite3";

export interface Owed {
  /** Deliveries of Slack that are stored and not handled yet. */
  readonly deliveries: number;
  /** When the next piece of work is due; null: nothing is owed. Milliseconds. */
  readonly next: number | null;
}

/** What stands behind an earlier row of its lane waits for it. */
const firstOfLane = `not exists (select 1 from outbox ahead where ahead.lane = outbox.lane
  and (ahead.position, ahead.id) < (outbox.position, outbox.id))`;

export function owedBy(file: string): Owed {
  const database = new Database(file, { readonly: true });
  try {
    const deliveries = database
      .prepare("select count(*) from inbox where sealed_body is not null and due_at is not null")
      .pluck()
      .get() as number;
    const next = database.prepare(`select min(due_at) from outbox where ${firstOfLane}`).pluck().get();
    return { deliveries, next: next as number | null };
  } finally {
    database.close();
  }
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
