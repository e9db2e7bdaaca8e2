/** What the queries ask of one connection to a file. */
import type { Database } from "better-sqlite3";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import type { SQLitePreparedQuery } from "drizzle-orm/sqlite-core";
import type { Connected, Db, Dialect } from "../queries/connected.ts";
import {
  type Asked,
  createPreparing,
  type Preparer,
  type SharedStatements,
  type Written,
} from "../queries/preparing.ts";

/** For all connections of this process: building a statement takes longer than preparing and running it. */
const statements: SharedStatements = [];

/** @param shared other than the process's own: for what asks in an order of its own. */
export function connect(
  sqlite: Database,
  around: Pick<Connected, "sealer" | "enqueued">,
  shared = statements,
): Connected {
  // It answers at once where the type says that it will, which makes no difference to whoever waits for it.
  const db = drizzle(sqlite) as unknown as Db;
  return {
    ...around,
    ...createPreparing(preparerOn(sqlite), shared),
    db,
    dialect,
    rows: async (query) => (await db.all(query)) as never,
    execute: async (order) => void (await db.run(order)),
  };
}

const list: Dialect["list"] = (values) => sql`(select value from json_each(${JSON.stringify(values)}))`;

const dialect: Dialect = {
  list,
  isAmong: (column, values) => sql`${column} in ${list(values)}`,
  lastNumber: (table) => sql`select seq as value from sqlite_sequence where name = ${table}`,
  clock: sql`cast(round((julianday('now') - 2440587.5) * 86400000) as integer)`,
};

type Built = SQLitePreparedQuery<{
  type: "sync";
  run: Written;
  all: unknown[];
  get: unknown;
  values: unknown;
  execute: unknown;
}>;

function preparerOn(sqlite: Database): Preparer<Built> {
  return {
    build: (query) => on(null, query.prepare() as Built),
    bind: (built): Asked => {
      const statement = on(sqlite, built);
      return {
        run: async (values) => statement.run(values),
        all: async (values) => statement.all(values),
        get: async (values) => statement.get(values),
      };
    },
  };
}

/** The same for another connection; for none, so that a closed one is not held. Drizzle keeps SQLite's own statement in `stmt`. */
function on(sqlite: Database | null, built: Built): Built {
  const stmt = sqlite === null ? null : sqlite.prepare(built.getQuery().sql);
  return Object.assign(Object.create(Object.getPrototypeOf(built)), built, { stmt });
}
