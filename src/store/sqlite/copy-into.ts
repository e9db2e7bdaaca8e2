/** A consistent copy of an open database, without stopping whoever writes to it. */
import { renameSync, rmSync } from "node:fs";
import type { Database } from "better-sqlite3";
import { makeOwnFile } from "./own-file.ts";

/** Written beside its place first: what stands there is replaced only by a whole copy. */
export function copyInto(sqlite: Database, file: string): void {
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  try {
    makeOwnFile(partial);
    sqlite.prepare("VACUUM INTO ?").run(partial);
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}
