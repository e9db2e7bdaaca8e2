/** All tables by name, and what is to be known of them without knowing them. */
import { is } from "drizzle-orm";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import * as schema from "./schema.ts";

export interface TableFacts {
  readonly name: string;
  readonly table: SQLiteTable;
  /** All its columns, by their names in the database. */
  readonly columns: readonly string[];
  /** Of these, the ones that name a row. */
  readonly key: readonly string[];
  /** The ones that hold what somebody wrote. */
  readonly sealed: readonly string[];
  /** The one whose values the database gives, where it has one. */
  readonly numbered: string | null;
}

export const allTables: ReadonlyMap<string, TableFacts> = new Map(
  Object.values(schema)
    .filter((value) => is(value, SQLiteTable))
    .map(factsOf)
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map((facts) => [facts.name, facts]),
);

function factsOf(table: SQLiteTable): TableFacts {
  const { name, columns, primaryKeys } = getTableConfig(table);
  const key = [...columns.filter(({ primary }) => primary), ...primaryKeys.flatMap((one) => one.columns)];
  return {
    name,
    table,
    columns: columns.map((column) => column.name),
    key: key.map((column) => column.name),
    sealed: columns.map((column) => column.name).filter((column) => column.startsWith("sealed_")),
    numbered:
      columns.find((column) => "autoIncrement" in column && column.autoIncrement === true)?.name ?? null,
  };
}
