/** How the queries reach a connection: drizzle's view of it, and the sealer. */
import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import type { Sealer } from "../seal.ts";
import type { EnqueuedJournal } from "./enqueued.ts";
import type * as schema from "./schema.ts";

export interface Tables {
  readonly db: BetterSQLite3Database<typeof schema>;
  readonly sealer: Sealer;
  readonly enqueued: EnqueuedJournal;
}
