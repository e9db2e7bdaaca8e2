import type { Database } from "better-sqlite3";

/** Takes away what deleted and rewritten rows left: in the file beside it, and in the file itself where it may be written anew. */
export function sweep(sqlite: Database, use: "alone" | "shared"): void {
  if (use === "alone") sqlite.exec("VACUUM");
  // Does what it can where somebody still reads.
  sqlite.pragma("wal_checkpoint(TRUNCATE)");
}
