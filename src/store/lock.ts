/**
 * One running app per database. The lock is SQLite's own, on a small file beside the database: the system lets go of it
 * when the process ends, however it ends.
 */
import Database from "better-sqlite3";
import { AppError } from "../domain/errors.ts";

export interface Lock {
  release(): void;
}

/** @throws AppError `locked` when another process holds it. */
export function takeLock(databaseFile: string): Lock {
  const file = new Database(`${databaseFile}.lock`, { timeout: 0 });
  try {
    file.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    file.close();
    throw new AppError(
      "locked",
      "Another Threadline is running on this database. Stop it first, or give this one a DATABASE_URL of its own.",
      { cause },
    );
  }
  return {
    release: () => {
      file.close();
    },
  };
}
