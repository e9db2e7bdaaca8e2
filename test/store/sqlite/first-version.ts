/** A database as version 0.1 left it: its tables alone, made by the first migration, and rows as it wrote them. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { createSealer } from "../../../src/store/seal.ts";
import { temporaryFolder } from "../../lib/temporary-folder.ts";
import { firstNumbers, firstRows } from "./first-version-rows.ts";

const migrations = fileURLToPath(new URL("../../../migrations", import.meta.url));

/** @param keys what it was sealed with; none: readable. */
export function makeFirstVersion(file: string, keys: readonly Buffer[] = []): void {
  const sqlite = new Database(file);
  makeTables(sqlite);
  const sealer = createSealer(keys);
  for (const [table, rows] of Object.entries(firstRows)) {
    for (const row of rows) {
      const columns = Object.keys(row);
      const values = columns.map((column) => {
        const value = row[column];
        return column.startsWith("sealed_") && typeof value === "string" ? sealer.seal(value) : value;
      });
      sqlite
        .prepare(`insert into ${table} (${columns.join()}) values (${columns.map(() => "?").join()})`)
        .run(values);
    }
  }
  if (keys.length > 0)
    sqlite.prepare("insert into settings values ('seal.keys', ?)").run(sealer.keyNames.join(" "));
  for (const [table, number] of Object.entries(firstNumbers))
    sqlite.prepare("update sqlite_sequence set seq = ? where name = ?").run(number, table);
  sqlite.close();
}

function makeTables(sqlite: Database.Database): void {
  const folder = temporaryFolder("first-migration");
  mkdirSync(join(folder, "meta"));
  const journal = JSON.parse(readFileSync(join(migrations, "meta/_journal.json"), "utf8"));
  const [first] = journal.entries;
  cpSync(join(migrations, `${first.tag}.sql`), join(folder, `${first.tag}.sql`));
  writeFileSync(join(folder, "meta/_journal.json"), JSON.stringify({ ...journal, entries: [first] }));
  migrate(drizzle(sqlite), { migrationsFolder: folder });
  rmSync(folder, { recursive: true });
}
