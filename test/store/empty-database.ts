/** A new database with its tables, made once a process and copied: making them takes longer than most of what is asked of them. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { bringUpToDate } from "../../src/store/sqlite/migrate.ts";
import { temporaryFolder } from "../lib/temporary-folder.ts";

let made: Promise<Buffer> | null = null;

/** Puts it there, where nothing stands yet. */
export async function putEmptyDatabase(file: string): Promise<void> {
  made ??= make();
  const empty = await made;
  if (!existsSync(file)) writeFileSync(file, empty, { mode: 0o600 });
}

async function make(): Promise<Buffer> {
  const folder = temporaryFolder("empty");
  const file = join(folder, "threadline.db");
  const sqlite = new Database(file);
  try {
    sqlite.pragma("journal_mode = WAL");
    await bringUpToDate(sqlite, file);
    sqlite.close();
    return readFileSync(file);
  } finally {
    sqlite.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
