/** What the queries ask of one connection to PostgreSQL. */
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import type { Connected, Db, Dialect } from "../queries/connected.ts";
import {
  type Asked,
  createPreparing,
  type Preparer,
  type Query,
  type SharedStatements,
} from "../queries/preparing.ts";
import { plain } from "./fitting.ts";

const { builtins, setTypeParser } = pg.types;
// As SQLite gives them: whole numbers as such, beyond what any of ours reaches not exactly, and a condition as 1 or 0.
setTypeParser(builtins.INT8, Number);
setTypeParser(builtins.NUMERIC, Number);
setTypeParser(builtins.BOOL, (value) => Number(value === "t"));

/** For all connections of this process: building a statement takes longer than running it. */
const statements: SharedStatements = [];

export function connect(
  client: pg.Client,
  around: Pick<Connected, "sealer" | "enqueued">,
  onStatement: (sql: string) => void = () => {},
): Connected {
  // The tables are described in SQLite's terms, and so are the queries; both builders write them alike.
  const logger = { logQuery: onStatement };
  const postgres = drizzle(client, { logger });
  const db = postgres as unknown as Db;
  return {
    ...around,
    ...createPreparing(preparerOn(client, logger), statements),
    db,
    dialect,
    rows: async (query) => (await postgres.execute(query)).rows as never,
    execute: async (order) => void (await postgres.execute(order)),
  };
}

const list: Dialect["list"] = (values) =>
  sql`(select jsonb_array_elements_text(${JSON.stringify(values.map(plain))}::jsonb))`;

const dialect: Dialect = {
  list,
  isAmong: (column, values) => sql`${column} = any(array${list(values)})`,
  lastNumber: (table) =>
    sql`select last_value as value from pg_sequences where schemaname = current_schema() and sequencename = ${`${table}_id_seq`} and last_value is not null`,
  clock: sql`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
};

/** What drizzle keeps of a statement; the connection it runs on is `client`, and who hears of it `logger`. */
interface Built {
  readonly client: pg.Client | null;
  readonly logger: Hearer | null;
  execute(values?: Record<string, unknown>): Promise<unknown>;
}

interface Hearer {
  logQuery(sql: string): void;
}

interface Named {
  prepare(name: string): Built;
}

function preparerOn(client: pg.Client, logger: Hearer): Preparer<Built> {
  return {
    build: (query: Query, name) => on(null, null, (query as unknown as Named).prepare(`threadline_${name}`)),
    bind: (built): Asked => {
      const statement = on(client, logger, built);
      const all = async (values?: Record<string, unknown>) => (await statement.execute(values)) as unknown[];
      return {
        run: async (values) => (await statement.execute(values)) as { rowCount: number },
        all,
        get: async (values) => (await all(values))[0],
      };
    },
  };
}

function on(client: pg.Client | null, logger: Hearer | null, built: Built): Built {
  return Object.assign(Object.create(Object.getPrototypeOf(built)), built, { client, logger });
}
