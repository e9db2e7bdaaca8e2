/** Rows in all tables of a file, as nobody would write them: every kind of value that a column takes, and none that it would not. */
import Database from "better-sqlite3";
import { getTableName } from "drizzle-orm";
import { getTableConfig, type SQLiteColumn } from "drizzle-orm/sqlite-core";
import { allTables, type TableFacts } from "../../src/store/schema/all-tables.ts";
import { parentsFirst } from "../../src/store/schema/parents-first.ts";

const words = ["plain", "ünïcode 😀", `it's "quoted"; --`, "two\nlines\tand a tab", "back\\slash", ""];

/** @param each how many rows of each table. */
export function fillTables(file: string, each: number): void {
  const sqlite = new Database(file);
  try {
    const fill = sqlite.transaction(() => {
      for (const facts of parentsFirst) {
        sqlite.prepare(`delete from "${facts.name}"`).run();
        const columns = facts.columns.map((name) => `"${name}"`).join(", ");
        const places = facts.columns.map(() => "?").join(", ");
        const insert = sqlite.prepare(`insert into "${facts.name}" (${columns}) values (${places})`);
        for (let row = 1; row <= each; row += 1) insert.run(valuesOf(facts, row));
      }
    });
    fill();
  } finally {
    sqlite.close();
  }
}

function valuesOf(facts: TableFacts, row: number): (string | number | null)[] {
  const { columns, foreignKeys } = getTableConfig(facts.table);
  return columns.map((column) => {
    const reference = foreignKeys.map((key) => key.reference()).find((key) => key.columns.includes(column));
    if (reference === undefined) return valueIn(facts.name, column, row);
    const [parent] = reference.foreignColumns;
    const table = getTableName(reference.foreignTable);
    return parent === undefined || !allTables.has(table) ? null : valueIn(table, parent, row);
  });
}

/** The same for the same row, so that rows may name each other. */
function valueIn(table: string, column: SQLiteColumn, row: number): string | number | null {
  if (!column.notNull && !column.primary && row % 3 === 0) return null;
  if (column.columnType === "SQLiteBoolean") return row % 2;
  if (column.getSQLType() === "integer") return column.primary ? row : row * 1_700_000_000_000 - 9;
  const told = `${words[row % words.length]} ${row} ${table}.${column.name}`;
  return column.name.startsWith("sealed_") ? `p:${told}` : told;
}
