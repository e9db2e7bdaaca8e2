/** Brings the tables up to date at start, after a copy of the file was made. */
import { readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Database } from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { AppError } from "../../domain/errors.ts";
import { type Version, versionOf, writtenByNewer } from "../version.ts";
import { copyInto } from "./copy-into.ts";

const folder = fileURLToPath(new URL("../../../migrations", import.meta.url));

interface Journal {
  readonly entries: readonly { readonly when: number }[];
}

/** @throws AppError `database` for a file that a newer version wrote, or when a migration leaves rows without their parents. */
export async function bringUpToDate(sqlite: Database, file: string): Promise<void> {
  const version = versionIn(sqlite);
  if (version === "newer") throw writtenByNewer();
  if (version === "same") return;
  if (appliedSteps(sqlite).length > 0) await copyInto(file, copyName(file));
  // SQLite ignores this pragma inside a transaction, and a rebuilt table would then take its children with it.
  sqlite.pragma("foreign_keys = OFF");
  migrate(drizzle(sqlite), { migrationsFolder: folder });
  const orphans = sqlite.pragma("foreign_key_check");
  if (Array.isArray(orphans) && orphans.length > 0) {
    throw new AppError(
      "database",
      `The database could not be brought up to date: rows without their parents. A copy from before is at ${copyName(file)}.`,
    );
  }
  sqlite.pragma("foreign_keys = ON");
}

/** The copy that was made before an update, once nobody needs it. */
export function dropUpdateCopy(file: string): void {
  rmSync(copyName(file), { force: true });
}

export function versionIn(sqlite: Database): Version {
  return versionOf(appliedSteps(sqlite), knownSteps());
}

function knownSteps(): number[] {
  const journal = JSON.parse(readFileSync(`${folder}/meta/_journal.json`, "utf8")) as Journal;
  return journal.entries.map((entry) => entry.when);
}

function appliedSteps(sqlite: Database): number[] {
  const table = sqlite.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get();
  if (table === undefined) return [];
  const rows = sqlite.prepare("select created_at as at from __drizzle_migrations").all();
  return (rows as { at: number }[]).map((row) => Number(row.at));
}

function copyName(file: string): string {
  return `${file}.before-update`;
}
