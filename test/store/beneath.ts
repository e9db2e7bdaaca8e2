/** The database beneath the store, asked and filled in the same way whatever its engine: for what the store itself does not say. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import pg from "pg";
import { isPostgresAddress } from "../../src/lib/postgres-address.ts";

type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

export interface Beneath {
  rows<Found>(query: string): Promise<Found[]>;
  /** All or none; tables that others refer to come first. */
  insert(rows: readonly (readonly [table: string, row: Row])[]): Promise<void>;
  run(order: string): Promise<void>;
  /** Everything that is kept, as it lies there. */
  bytes(): Promise<Buffer>;
  /** Rows that refer to ones that are gone. */
  broken(): Promise<unknown[]>;
  /** Nothing more is taken into this table, as if the disk were full, until what it returns is called. */
  fill(table: string): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** @param database a file's path, or an address. */
export async function beneath(database: string): Promise<Beneath> {
  return isPostgresAddress(database) ? await inPostgres(database) : inFile(database);
}

/** Asks once. */
export async function rowsOf<Found>(database: string, query: string): Promise<Found[]> {
  return await once(database, (below) => below.rows<Found>(query));
}

export async function once<Result>(
  database: string,
  work: (below: Beneath) => Promise<Result>,
): Promise<Result> {
  const below = await beneath(database);
  try {
    return await work(below);
  } finally {
    await below.close();
  }
}

function inFile(file: string): Beneath {
  const sqlite = new Database(file);
  const statements = new Map<string, Database.Statement>();
  const prepared = (text: string) => {
    const statement = statements.get(text) ?? sqlite.prepare(text);
    statements.set(text, statement);
    return statement;
  };
  return {
    rows: async (query) => prepared(query).all() as never,
    insert: async (rows) =>
      sqlite.transaction(() => {
        for (const [table, row] of rows) {
          const names = Object.keys(row);
          const places = names.map(() => "?").join(", ");
          prepared(`insert into ${table} (${names.join(", ")}) values (${places})`).run(Object.values(row));
        }
      })(),
    run: async (order) => void sqlite.exec(order),
    bytes: async () => {
      const folder = dirname(file);
      return Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
    },
    broken: async () => sqlite.pragma("foreign_key_check") as unknown[],
    fill: async () => {
      sqlite.exec("begin immediate");
      return async () => void sqlite.exec("rollback");
    },
    close: async () => void sqlite.close(),
  };
}

/** Whoever lends a database out forbids changes of its tables; these are taken back. */
const mayChange = "set session_replication_role = replica";

async function inPostgres(url: string): Promise<Beneath> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const rows = async <Found>(query: string) => (await client.query(query)).rows as Found[];
  return {
    rows,
    insert: async (all) => {
      await client.query("begin");
      for (const [into, rows] of alike(all)) await client.query(into, [JSON.stringify(rows)]);
      // A site's own server does this by itself.
      await client.query("commit; analyze");
    },
    run: async (order) => void (await client.query(order)),
    bytes: async () => {
      const tables = await rows<{ name: string }>(
        "select quote_ident(tablename) as name from pg_tables where schemaname = 'public'",
      );
      const texts: string[] = [];
      for (const { name } of tables)
        texts.push(
          ...(await rows<{ text: string }>(`select t::text as text from ${name} t`)).map(({ text }) => text),
        );
      return Buffer.from(texts.join("\n"));
    },
    // It has none: each of its transactions is held to it.
    broken: async () => [],
    async fill(table) {
      await client.query(`${mayChange};
        create function is_full() returns trigger language plpgsql as
          $full$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $full$;
        create trigger is_full before insert on ${table} execute function is_full()`);
      return async () => void (await client.query("drop function is_full cascade"));
    },
    close: () => client.end(),
  };
}

/** One order for all rows of a table that give the same columns. */
function alike(all: readonly (readonly [table: string, row: Row])[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const [table, row] of all) {
    const names = Object.keys(row).join(", ");
    const into = `insert into ${table} (${names}) select ${names} from jsonb_populate_recordset(null::${table}, $1)`;
    const rows = found.get(into) ?? [];
    rows.push(row);
    found.set(into, rows);
  }
  return found;
}
