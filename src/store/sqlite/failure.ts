/** What SQLite's refusals mean to whoever runs the app, and what to do about them. */
import Database from "better-sqlite3";
import { AppError } from "../../domain/errors.ts";
import { damageOf } from "./damage.ts";

const sentences = {
  SQLITE_READONLY:
    "is read-only. Give the user who runs Threadline the right to write to it and to its folder.",
  SQLITE_FULL: "can't grow: the disk is full. Free some space, then start again.",
  SQLITE_NOTADB:
    "is not a Threadline database, or is damaged. Restore a backup with `threadline restore FILE`.",
  SQLITE_CORRUPT: "is damaged{damage}. Restore a backup with `threadline restore FILE`.",
  SQLITE_IOERR:
    "could not be read or written by the system: its disk may be full, at a limit or failing. Check it, then start again.",
  SQLITE_BUSY: "is being used by another program. Close that program, then start again.",
};

const otherwise = "could not be opened. Check that the path in DATABASE_URL exists and is yours to write.";

/** An `AppError` for whatever was thrown while the file was opened; one that is one already stays as it is. */
export function explainFailure(error: unknown, file: string): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error) ?? "";
  const known = Object.entries(sentences).find(([prefix]) => code.startsWith(prefix))?.[1] ?? otherwise;
  const damage = known.includes("{damage}") ? damageOf(file) : null;
  const sentence = known.replace("{damage}", damage === null ? "" : ` (${damage})`);
  return new AppError("database", `The database file ${file} ${sentence}`, { cause: error });
}

/** The same for what was thrown while it was copied, for which it is read alone: what can't grow is the copy. */
export function explainCopyFailure(error: unknown, file: string, copy: string): AppError {
  if (!codeOf(error)?.startsWith("SQLITE_FULL")) return explainFailure(error, file);
  const sentence = `The copy ${copy} can't grow: the disk is full. Free some space there, then try again; the database is as it was.`;
  return new AppError("database", sentence, { cause: error });
}

/** What was asked of the file is wrong, and not the file. */
const ourDefect = /^SQLITE_(CONSTRAINT|ERROR|MISMATCH|MISUSE|RANGE|TOOBIG)/;

/** The same for what was thrown by work on an open database; whatever is none of its failures stays as it is. */
export function explainIfDatabase(error: unknown, file: string): unknown {
  const code = codeOf(error);
  return code === null || ourDefect.test(code) ? error : explainFailure(error, file);
}

/** The system's own words for what SQLite says otherwise. */
const ofTheSystem = new Map([
  ["ENOSPC", "SQLITE_FULL"],
  ["EDQUOT", "SQLITE_FULL"],
  ["EROFS", "SQLITE_READONLY"],
  ["EIO", "SQLITE_IOERR"],
]);
/** A query's failure stands behind that of whoever made the query. */
const deepest = 5;

function codeOf(error: unknown): string | null {
  let current = error;
  for (let depth = 0; depth < deepest && current instanceof Error; depth += 1) {
    if (current instanceof Database.SqliteError) return current.code;
    const known = "code" in current ? ofTheSystem.get(String(current.code)) : undefined;
    if (known !== undefined) return known;
    current = current.cause;
  }
  return null;
}
