/** A database is several files: SQLite keeps what is not yet in the file itself beside it. */
import { existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { explainFailure } from "./failure.ts";

const parts = ["", "-wal", "-shm"];
/** These hold what would be lost without them. */
const lasting = ["", "-wal"];

/** What reading it made beside it goes again: whoever only looks at a file in a folder of backups leaves that as it was. */
export async function leavingNothingBeside<T>(file: string, act: () => Promise<T>): Promise<T> {
  const absent = ["-wal", "-shm"].map((part) => file + part).filter((name) => !existsSync(name));
  try {
    return await act();
  } finally {
    for (const name of absent.filter(isIdle)) rmSync(name, { force: true });
  }
}

/** What holds words was written by somebody else meanwhile. */
function isIdle(name: string): boolean {
  return !name.endsWith("-wal") || !existsSync(name) || statSync(name).size === 0;
}

export function removeDatabase(file: string): void {
  for (const part of parts) rmSync(file + part, { force: true });
}

/** Returns the files that it is now, itself first; none when there was no such database. */
export function renameDatabase(file: string, name: string): string[] {
  const there = parts.filter((part) => existsSync(file + part));
  for (const part of there) renameSync(file + part, name + part);
  return there.filter((part) => lasting.includes(part)).map((part) => name + part);
}

/** The same by each path that leads to it; null where there is none. */
export function identityOf(file: string): string | null {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    return found === undefined ? null : `${found.dev} ${found.ino}`;
  } catch (error) {
    throw explainFailure(error, file);
  }
}

/** What an update or a restore kept of it. */
export function copiesBeside(file: string): string[] {
  const name = basename(file);
  return readdirSync(dirname(file))
    .filter((other) => other.startsWith(`${name}.before-update`) || other.startsWith(`${name}.replaced-`))
    .map((other) => join(dirname(file), other));
}
