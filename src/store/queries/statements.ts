/** Statements that are made of a table's columns. */
import { getTableColumns, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Connected } from "./connected.ts";

type Row<Table extends SQLiteTable> = Table["$inferSelect"];
type Values = Record<string, unknown>;
type Statements = Pick<Connected, "db" | "preparedEach">;

/** A place for each column of a table, to be filled by its name; without those that the database fills in. */
export function places<Table extends SQLiteTable, Left extends keyof Row<Table> = never>(
  table: Table,
  left: readonly Left[],
): { [Name in Exclude<keyof Row<Table>, Left>]: Placeholder } {
  const names = Object.keys(getTableColumns(table)).filter((name) => !left.includes(name as Left));
  return Object.fromEntries(names.map((name) => [name, sql.placeholder(name)])) as {
    [Name in Exclude<keyof Row<Table>, Left>]: Placeholder;
  };
}

/** New rows of a table, one statement for each set of columns that is given; the database fills in the others. */
export function createInserts<Table extends SQLiteTable>(
  { db, preparedEach }: Statements,
  table: Table,
): (row: Table["$inferInsert"]) => Promise<void> {
  const insert = preparedEach((names) => {
    const values = Object.fromEntries(names.split(",").map((name) => [name, sql.placeholder(name)]));
    return db.insert(table).values(values as unknown as Table["$inferInsert"]);
  });
  return async (row) => void (await insert(namesOf(row).join()).run(row));
}

/**
 * Updates of a table's rows, one statement for each set of columns that changes together.
 * @param which names its places so that no column has the same name.
 */
export function createUpdates<Table extends SQLiteTable>(
  { db, preparedEach }: Statements,
  table: Table,
  which: SQL | undefined,
): (at: Values, change: Partial<Row<Table>>) => Promise<void> {
  const columns = getTableColumns(table);
  const update = preparedEach((names) => {
    const set = Object.fromEntries(
      names.split(",").map((name) => [name, sql`${sql.param(sql.placeholder(name), columns[name])}`]),
    );
    return db
      .update(table)
      .set(set as Parameters<ReturnType<typeof db.update<Table>>["set"]>[0])
      .where(which);
  });

  return async (at, change) => {
    const names = namesOf(change);
    if (names.length > 0) await update(names.join()).run({ ...at, ...change });
  };
}

function namesOf(values: object): string[] {
  return Object.keys(values).filter((name) => (values as Values)[name] !== undefined);
}
