/** Building and preparing a query costs several times what running it does: the frequent ones are built once and remembered. */
import { getTableColumns, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Tables } from "./tables.ts";

type Row<Table extends SQLiteTable> = Table["$inferSelect"];
type Values = Record<string, unknown>;

/** What is asked of a statement that stands prepared. */
interface Asked {
  run(values?: Values): unknown;
  all(values?: Values): unknown;
  get(values?: Values): unknown;
  values(values?: Values): unknown;
}

/** Prepared when it first runs: no process asks all that there is, and preparing all of it takes longer than the rest of a start. */
export function prepared<Statement extends Asked>(make: () => Statement): Pick<Statement, keyof Asked> {
  let made: Statement | null = null;
  const statement = (): Statement => {
    made ??= make();
    return made;
  };
  const asked: Asked = {
    run: (values) => statement().run(values),
    all: (values) => statement().all(values),
    get: (values) => statement().get(values),
    values: (values) => statement().values(values),
  };
  return asked as Pick<Statement, keyof Asked>;
}

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

/**
 * Updates of a table's rows, one statement for each set of columns that changes together.
 * @param which names its places so that no column has the same name.
 */
export function createUpdates<Table extends SQLiteTable>(
  db: Tables["db"],
  table: Table,
  which: SQL | undefined,
): (at: Values, change: Partial<Row<Table>>) => void {
  const columns = getTableColumns(table);
  const known = new Map<string, { run(values: Values): unknown }>();

  function prepare(names: readonly string[]) {
    const set = Object.fromEntries(
      names.map((name) => [name, sql`${sql.param(sql.placeholder(name), columns[name])}`]),
    );
    return db
      .update(table)
      .set(set as Parameters<ReturnType<typeof db.update<Table>>["set"]>[0])
      .where(which)
      .prepare();
  }

  return (at, change) => {
    const names = Object.keys(change).filter((name) => (change as Values)[name] !== undefined);
    if (names.length === 0) return;
    const key = names.join();
    const statement = known.get(key) ?? prepare(names);
    known.set(key, statement);
    statement.run({ ...at, ...change });
  };
}
