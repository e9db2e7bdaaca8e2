import type { Database } from "better-sqlite3";

/** The tables that hold what people wrote, with the columns that do. */
export function sealedTables(sqlite: Database): ReadonlyMap<string, readonly string[]> {
  const rows = sqlite
    .prepare(
      `select t.name as "table", c.name as "column" from sqlite_master t, pragma_table_info(t.name) c
       where t.type = 'table' and substr(c.name, 1, 7) = 'sealed_' order by t.name, c.cid`,
    )
    .all() as { table: string; column: string }[];
  const columns = new Map<string, string[]>();
  for (const { table, column } of rows) columns.set(table, [...(columns.get(table) ?? []), column]);
  return columns;
}

/** Whether any sealed value of the whole file begins so. */
export function holdsSealed(sqlite: Database, prefix: string): boolean {
  return [...sealedTables(sqlite)].some(([table, columns]) =>
    columns.some((column) => {
      const found = sqlite
        .prepare(`select 1 from "${table}" where substr("${column}", 1, ?) = ? limit 1`)
        .get(prefix.length, prefix);
      return found !== undefined;
    }),
  );
}
