/**
 * A small file beside the database that says that one with conversations stood there. Without it, a database that was lost (a
 * volume that is not mounted, a path that changed) looks like a first start, and everything in it would be forgotten in silence.
 */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import type { Database } from "better-sqlite3";
import { AppError } from "../../domain/errors.ts";
import { makeOwnFile } from "./own-file.ts";

/** When it was last written says, roughly, when the app last ran. Milliseconds. */
const writeEvery = 60_000;
const words = "A database with conversations stands beside this file.\n";

const nameOf = (file: string) => `${file}.heartbeat`;

const anyConversation = "select 1 from conversations limit 1";

/** @throws AppError `database` where there is none: one that is made now would hide that another was lost. */
export function refuseLost(file: string): void {
  if (!existsSync(file) && existsSync(nameOf(file))) throw lost(file, "is gone");
}

/** @throws AppError `database` where it holds nobody's words, and one that did stood here. */
export function refuseEmptied(sqlite: Database, file: string): void {
  if (existsSync(nameOf(file)) && !hasConversations(sqlite)) throw lost(file, "is empty");
}

/** After a restore, or when the last customer was erased: that is somebody's will. */
export function dropHeartbeatFile(file: string): void {
  rmSync(nameOf(file), { force: true });
}

/** Returns what is to be called after each commit; seldom does it anything. */
export function createHeartbeatFile(sqlite: Database, file: string): () => void {
  const any = sqlite.prepare(anyConversation);
  let writtenAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - writtenAt < writeEvery) return;
    try {
      if (any.get() === undefined) return;
      writtenAt = performance.now();
      makeOwnFile(nameOf(file));
      writeFileSync(nameOf(file), words);
    } catch {
      // A disk that is full or fails is told of by the database itself.
    }
  };
}

function hasConversations(sqlite: Database): boolean {
  const table = sqlite.prepare("select 1 from sqlite_master where name = 'conversations'").get();
  return table !== undefined && sqlite.prepare(anyConversation).get() !== undefined;
}

function lost(file: string, how: string): AppError {
  return new AppError(
    "database",
    `The database file ${file} ${how}, but one with conversations stood there. Put it back, correct DATABASE_URL, or restore a backup with \`threadline restore FILE\`. To begin anew all the same, delete ${nameOf(file)}.`,
  );
}
