/** A new file with its tables, made once a process and copied: making them takes longer than most of what is asked of them. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { bringUpToDate } from "../../src/store/sqlite/migrate.ts";
import { temporaryFolder } from "../lib/temporary-folder.ts";
import type { Beginning } from "./database.ts";

const made = new Map<string, Promise<Buffer>>();

/** Puts it there, where nothing stands yet. @param beginning what stands in it; absent: nothing. */
export async function putDatabase(file: string, beginning?: Beginning): Promise<void> {
  const name = beginning?.name ?? "";
  const making = made.get(name) ?? make(beginning);
  made.set(name, making);
  const copied = await making;
  if (!existsSync(file)) writeFileSync(file, copied, { mode: 0o600 });
}

async function make(beginning: Beginning | undefined): Promise<Buffer> {
  const folder = temporaryFolder("made");
  const file = join(folder, "threadline.db");
  try {
    await makeTables(file);
    await beginning?.fill({ database: file });
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function makeTables(file: string): Promise<void> {
  const sqlite = new Database(file);
  try {
    sqlite.pragma("journal_mode = WAL");
    await bringUpToDate(sqlite, file);
  } finally {
    sqlite.close();
  }
}
