/** A database's tables as SQLite itself knows them, in a form that two of them can be held against each other. */
import type Database from "better-sqlite3";

/** Those of drizzle and of SQLite itself are none of ours. */
export function tableNames(sqlite: Database.Database): string[] {
  const rows = sqlite
    .prepare(
      "select name, sql from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name not like '\\_\\_%' escape '\\' order by name",
    )
    .all() as { name: string; sql: string }[];
  return rows.map(({ name, sql }) => (/autoincrement/i.test(sql) ? `${name}, never a number twice` : name));
}

const bare = (sqlite: Database.Database): string[] =>
  tableNames(sqlite).map((name) => name.split(",")[0] ?? name);

/** Each column with its place, type, default and key, and each reference. */
export function allColumns(sqlite: Database.Database): object[] {
  return bare(sqlite).flatMap((table) => [
    ...(sqlite.pragma(`table_xinfo(${table})`) as object[]).map((column) => ({ table, ...column })),
    ...(sqlite.pragma(`foreign_key_list(${table})`) as object[]).map((reference) => ({
      table,
      ...reference,
    })),
  ]);
}

/** Each index with its columns and its condition. */
export function allIndexes(sqlite: Database.Database): object[] {
  return bare(sqlite).flatMap((table) =>
    (sqlite.pragma(`index_list(${table})`) as { name: string; unique: number; origin: string }[])
      .map(({ name, unique, origin }) => ({
        table,
        name,
        unique,
        origin,
        columns: sqlite.pragma(`index_xinfo(${name})`),
        condition: conditionOf(sqlite, name),
      }))
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
  );
}

function conditionOf(sqlite: Database.Database, index: string): string | null {
  const row = sqlite.prepare("select sql from sqlite_master where type = 'index' and name = ?").get(index);
  const { sql } = row as { sql: string | null };
  return sql === null ? null : (/\bwhere\b(.*)$/is.exec(sql)?.[1]?.replace(/["`]/g, "").trim() ?? "");
}
