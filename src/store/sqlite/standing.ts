import { type BigIntStats, statSync } from "node:fs";
import { AppError } from "../../domain/errors.ts";

/**
 * Whether the file that was opened still stands in its place. The system lets a process write on into one that was moved or
 * deleted: all of it would be gone with the process.
 *
 * @returns what throws an AppError `database`, with what to do, while it does not.
 */
export function watchStanding(file: string): () => void {
  const opened = look(file);
  return () => {
    const now = look(file);
    if (now !== undefined && now.ino === opened?.ino && now.dev === opened.dev) return;
    throw new AppError("database", now === undefined ? gone(file) : replaced(file));
  };
}

function look(file: string): BigIntStats | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false });
}

const whatToDo =
  "What came since is not taken in, and nothing leaves. Stop Threadline, put the file back into its place (or restore a backup with `threadline restore FILE`), then start again.";

function gone(file: string): string {
  return `The database file ${file} was moved or deleted while Threadline runs. ${whatToDo}`;
}

function replaced(file: string): string {
  return `Another file was put in the place of the database ${file} while Threadline runs. ${whatToDo}`;
}
