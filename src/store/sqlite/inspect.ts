/** Looks at a database file without changing it: for `doctor`, and for copies that are made or put in place. */
import { existsSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import type { Version } from "../version.ts";
import { isBusy } from "./busy.ts";
import { copyInto } from "./copy-into.ts";
import { damageIn } from "./damage.ts";
import { explainCopyFailure, explainFailure } from "./failure.ts";
import { versionIn } from "./migrate.ts";

export type Inspected =
  | { readonly kind: "missing" }
  /** Can't be read at all; the sentence says what to do. */
  | { readonly kind: "unreadable"; readonly sentence: string }
  /** A database, but not one of ours. */
  | { readonly kind: "foreign" }
  | {
      readonly kind: "database";
      readonly version: Version;
      /** Null when it is whole, else what SQLite says. */
      readonly damage: string | null;
      readonly bytes: number;
    };

/** `quick` reads every page, `thorough` compares the indexes too. Never throws. */
export function inspectDatabase(file: string, how: "quick" | "thorough"): Inspected {
  if (!existsSync(file)) return { kind: "missing" };
  try {
    return reading(file, (sqlite) => {
      if (!hasTables(sqlite)) return { kind: "foreign" };
      const damage = damageIn(sqlite, how);
      return {
        kind: "database",
        version: versionIn(sqlite),
        damage,
        bytes: sizeOf(file) + sizeOf(`${file}-wal`),
      };
    });
  } catch (error) {
    return { kind: "unreadable", sentence: explainFailure(error, file).message };
  }
}

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}

/** A consistent copy, whatever its version, while another process writes. @throws AppError `database`. */
export async function copyDatabase(file: string, copy: string): Promise<void> {
  try {
    await copyInto(file, copy);
  } catch (error) {
    throw explainCopyFailure(error, file, copy);
  }
}

/** Long enough for whoever commits just now. Milliseconds. */
const busyTimeout = 5_000;

function reading<T>(file: string, look: (sqlite: Database.Database) => T): T {
  const sqlite = new Database(file, { readonly: true, fileMustExist: true, timeout: busyTimeout });
  try {
    return look(sqlite);
  } finally {
    sqlite.close();
  }
}

function hasTables(sqlite: Database.Database): boolean {
  const names = sqlite.prepare("select name from sqlite_master where type = 'table'").pluck().all();
  return ["__drizzle_migrations", "settings", "messages", "outbox"].every((name) => names.includes(name));
}

/** Whether an app runs on this database; looks at its lock without taking it. */
export function isLocked(databaseFile: string): boolean {
  const file = `${databaseFile}.lock`;
  if (!existsSync(file)) return false;
  const lock = new Database(file, { readonly: true, fileMustExist: true, timeout: 0 });
  try {
    // The exclusive lock keeps even readers out.
    lock.prepare("select count(*) from sqlite_master").get();
    return false;
  } catch (error) {
    return isBusy(error);
  } finally {
    lock.close();
  }
}
