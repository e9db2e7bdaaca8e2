import type { Database } from "better-sqlite3";

/** Whether any sealed value of the whole file begins so. */
export async function holdsSealed(sqlite: Database, prefix: string): Promise<boolean> {
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
