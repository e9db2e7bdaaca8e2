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
  /** All or none. */
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
        for (const [table, row] of rows) prepared(insertOf(table, row, () => "?")).run(Object.values(row));
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
      for (const [table, row] of all)
        await client.query(
          insertOf(table, row, (at) => `$${at + 1}`),
          Object.values(row),
        );
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
          ...(await rows<{ text: string }>(`select t::text from ${name} t`)).map(({ text }) => text),
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

function insertOf(table: string, row: Row, place: (at: number) => string): string {
  const names = Object.keys(row);
  return `insert into ${table} (${names.join(", ")}) values (${names.map((_, at) => place(at)).join(", ")})`;
}
