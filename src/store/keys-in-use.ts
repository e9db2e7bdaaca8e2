/**
 * Refuses keys that can't read what is stored. The names of all keys that ever wrote are remembered; only when one of them is
 * missing from the list is the whole file searched for values that it sealed, so that a start costs nothing else.
 */
import type { Database } from "better-sqlite3";
import { AppError } from "../domain/errors.ts";
import { type Sealer, sealedBy, wrongKey } from "./seal.ts";
import type { Settings } from "./settings.ts";

const setting = "seal.keys";

/** @throws AppError `database` when something is sealed with a key that is not given. */
export async function checkKeys(sqlite: Database, settings: Settings, sealer: Sealer): Promise<void> {
  const known = ((await settings.read(setting)) ?? "").split(" ").filter((name) => name !== "");
  const missing = known.filter((name) => !sealer.keyNames.includes(name));
  for (const name of missing) {
    if (isInUse(sqlite, name)) throw new AppError("database", wrongKey);
  }
  const kept = known.filter((name) => !missing.includes(name));
  const names = new Set([...kept, ...sealer.keyNames.slice(0, 1)]);
  if ([...names].join(" ") !== known.join(" ")) await settings.write(setting, [...names].join(" "));
}

function isInUse(sqlite: Database, name: string): boolean {
  const prefix = sealedBy(name);
  return sealedColumns(sqlite).some(({ table, column }) => {
    const found = sqlite
      .prepare(`select 1 from "${table}" where substr("${column}", 1, ?) = ? limit 1`)
      .get(prefix.length, prefix);
    return found !== undefined;
  });
}

function sealedColumns(sqlite: Database): { table: string; column: string }[] {
  const rows = sqlite
    .prepare(
      `select t.name as "table", c.name as "column" from sqlite_master t, pragma_table_info(t.name) c
       where t.type = 'table' and substr(c.name, 1, 7) = 'sealed_'`,
    )
    .all();
  return rows as { table: string; column: string }[];
}
