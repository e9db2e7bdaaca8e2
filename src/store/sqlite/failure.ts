/** What SQLite's refusals mean to whoever runs the app, and what to do about them. */
import Database from "better-sqlite3";
import { AppError } from "../../domain/errors.ts";

const sentences = {
  SQLITE_READONLY:
    "is read-only. Give the user who runs Threadline the right to write to it and to its folder.",
  SQLITE_FULL: "can't grow: the disk is full. Free some space, then start again.",
  SQLITE_NOTADB:
    "is not a Threadline database, or is damaged. Restore a backup with `threadline restore FILE`.",
  SQLITE_CORRUPT: "is damaged. Restore a backup with `threadline restore FILE`.",
  SQLITE_BUSY: "is being used by another program. Close that program, then start again.",
};

const otherwise = "could not be opened. Check that the path in DATABASE_URL exists and is yours to write.";

/** An `AppError` for whatever was thrown while the file was opened; one that is one already stays as it is. */
export function explainFailure(error: unknown, file: string): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof Database.SqliteError ? error.code : "";
  const known = Object.entries(sentences).find(([prefix]) => code.startsWith(prefix));
  return new AppError("database", `The database file ${file} ${known?.[1] ?? otherwise}`, { cause: error });
}

/** Whether it failed only because another process has the file just now: it may be tried again. */
export function isBusy(error: unknown): boolean {
  const failure = error instanceof AppError ? error.cause : error;
  return failure instanceof Database.SqliteError && failure.code.startsWith("SQLITE_BUSY");
}
