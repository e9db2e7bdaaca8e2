/** How the queries reach a connection: drizzle's view of it, what stands prepared on it, and the sealer. */
import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import type { Sealer } from "../seal.ts";
import type { EnqueuedJournal } from "./enqueued.ts";
import type { Preparing } from "./statements.ts";

export interface Tables extends Preparing {
  readonly db: BetterSQLite3Database;
  readonly sealer: Sealer;
  readonly enqueued: EnqueuedJournal;
}
