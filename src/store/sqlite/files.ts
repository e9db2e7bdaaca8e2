/** A database is several files: SQLite keeps what is not yet in the file itself beside it. */
import { existsSync, renameSync, rmSync } from "node:fs";

const parts = ["", "-wal", "-shm"];
/** These hold what would be lost without them. */
const lasting = ["", "-wal"];

export function removeDatabase(file: string): void {
  for (const part of parts) rmSync(file + part, { force: true });
}

/** Returns the files that it is now, itself first; none when there was no such database. */
export function renameDatabase(file: string, name: string): string[] {
  const there = parts.filter((part) => existsSync(file + part));
  for (const part of there) renameSync(file + part, name + part);
  return there.filter((part) => lasting.includes(part)).map((part) => name + part);
}
