/**
 * One running app per database. The lock is SQLite's own, on a small file beside the database: the system lets go of it
 * when the process ends, however it ends.
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { AppError } from "../../domain/errors.ts";
import type { Lock } from "../engine.ts";
import { isBusy } from "./busy.ts";
import { explainFailure } from "./failure.ts";
import { makeOwnFile } from "./own-file.ts";

/** @throws AppError `locked` when another process holds it, `database` when there can be no such file. */
export function takeLock(databaseFile: string): Lock {
  const file = openLockFile(`${databaseFile}.lock`);
  try {
    file.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    file.close();
    if (!isBusy(cause)) throw explainFailure(cause, `${databaseFile}.lock`);
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

function openLockFile(file: string): Database.Database {
  try {
    mkdirSync(dirname(file), { recursive: true });
    makeOwnFile(file);
    return new Database(file, { timeout: 0 });
  } catch (cause) {
    throw explainFailure(cause, file);
  }
}
