/** Building and preparing a query costs several times what running it does: the frequent ones are built once a process and remembered. */
import type { Database } from "better-sqlite3";
import { getTableColumns, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";

type Row<Table extends SQLiteTable> = Table["$inferSelect"];
type Values = Record<string, unknown>;

/** What is asked of a statement that stands prepared. */
interface Asked {
  run(values?: Values): unknown;
  all(values?: Values): unknown;
  get(values?: Values): unknown;
  values(values?: Values): unknown;
}

/** What drizzle has built: its text, what its values are, how its rows are read. */
interface Built extends Asked {
  getQuery(): { readonly sql: string };
}

export interface Preparing {
  /** Prepared when it first runs: no process asks all that there is, and preparing all of it takes longer than the rest of a start. */
  prepared<Statement extends Built>(make: () => Statement): Pick<Statement, keyof Asked>;
  /** The same for statements that differ by a name. */
  preparedEach<Statement extends Built>(make: (name: string) => Statement): (name: string) => Statement;
}

interface Connected extends Pick<Preparing, "preparedEach"> {
  readonly db: BetterSQLite3Database;
}

interface Shared {
  readonly source: string;
  readonly byName: Map<string, Built>;
}

/** By their place: each connection asks for the same statements in the same order. */
export type SharedStatements = Shared[];

/**
 * For one connection. What was built for another one only has its text prepared here: so what is made may hold nothing of a
 * connection but drizzle's view of it.
 * @param shared what was built before, empty at first; what is built here joins it.
 */
export function createPreparing(sqlite: Database, shared: SharedStatements): Preparing {
  let places = 0;

  function preparedEach<Statement extends Built>(make: (name: string) => Statement) {
    const source = String(make);
    shared[places] ??= { source, byName: new Map() };
    const { source: before, byName } = shared[places] as Shared;
    if (before !== source) throw new Error("a connection asks for its statements in another order");
    places += 1;
    const own = new Map<string, Statement>();
    return (name: string): Statement => {
      let statement = own.get(name);
      if (statement !== undefined) return statement;
      const built = byName.get(name) as Statement | undefined;
      statement = built === undefined ? make(name) : on(sqlite, built);
      if (built === undefined) byName.set(name, on(null, statement));
      own.set(name, statement);
      return statement;
    };
  }

  return {
    preparedEach,
    prepared: (make) => {
      const statement = preparedEach(make);
      return {
        run: (values?: Values) => statement("").run(values),
        all: (values?: Values) => statement("").all(values),
        get: (values?: Values) => statement("").get(values),
        values: (values?: Values) => statement("").values(values),
      } as ReturnType<typeof make>;
    },
  };
}

/** The same for another connection; for none, so that a closed one is not held. Drizzle keeps SQLite's own statement in `stmt`. */
function on<Statement extends Built>(sqlite: Database | null, built: Statement): Statement {
  const stmt = sqlite === null ? null : sqlite.prepare(built.getQuery().sql);
  return Object.assign(Object.create(Object.getPrototypeOf(built)), built, { stmt });
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

/** New rows of a table, one statement for each set of columns that is given; the database fills in the others. */
export function createInserts<Table extends SQLiteTable>(
  { db, preparedEach }: Connected,
  table: Table,
): (row: Table["$inferInsert"]) => void {
  const insert = preparedEach((names) => {
    const values = Object.fromEntries(names.split(",").map((name) => [name, sql.placeholder(name)]));
    return db
      .insert(table)
      .values(values as unknown as Table["$inferInsert"])
      .prepare();
  });
  return (row) => void insert(namesOf(row).join()).run(row);
}

/**
 * Updates of a table's rows, one statement for each set of columns that changes together.
 * @param which names its places so that no column has the same name.
 */
export function createUpdates<Table extends SQLiteTable>(
  { db, preparedEach }: Connected,
  table: Table,
  which: SQL | undefined,
): (at: Values, change: Partial<Row<Table>>) => void {
  const columns = getTableColumns(table);
  const update = preparedEach((names) => {
    const set = Object.fromEntries(
      names.split(",").map((name) => [name, sql`${sql.param(sql.placeholder(name), columns[name])}`]),
    );
    return db
      .update(table)
      .set(set as Parameters<ReturnType<typeof db.update<Table>>["set"]>[0])
      .where(which)
      .prepare();
  });

  return (at, change) => {
    const names = namesOf(change);
    if (names.length > 0) update(names.join()).run({ ...at, ...change });
  };
}

function namesOf(values: object): string[] {
  return Object.keys(values).filter((name) => (values as Values)[name] !== undefined);
}
