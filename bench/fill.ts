/** Conversations that lie there, written past the store: a million take a minute in a file, and some more at PostgreSQL. */
import Database from "better-sqlite3";
import pg from "pg";
import { conversationRows, type Row } from "./conversation-rows.ts";
import { isActive, phoneOf } from "./phones.ts";

/** Of those that take no part every so many-th is open. */
const openEvery = 50;
/** Rows of a statement, at PostgreSQL. */
const atOnce = 10_000;

function* lyingRows(stored: number): Generator<Row> {
  const now = Date.now();
  for (let index = 0; index < stored; index += 1) {
    const at = now - (stored - index) * 60_000;
    const isOpen = isActive(index, stored) || index % openEvery === 0;
    yield* conversationRows({ index, phone: phoneOf(index), at, isOpen });
  }
}

/** In one transaction. */
export function fillFile(database: string, stored: number): void {
  const sqlite = new Database(database);
  sqlite.pragma("journal_mode = OFF");
  sqlite.pragma("synchronous = OFF");
  sqlite.pragma("cache_size = -1000000");
  sqlite.pragma("foreign_keys = OFF");
  const inserts = new Map<string, Database.Statement>();
  sqlite.exec("BEGIN");
  for (const [table, columns] of lyingRows(stored)) {
    const names = Object.keys(columns);
    const key = `${table} ${names.join()}`;
    const places = names.map((name) => `@${name}`).join();
    const insert =
      inserts.get(key) ?? sqlite.prepare(`insert into ${table} (${names.join()}) values (${places})`);
    inserts.set(key, insert);
    insert.run(columns);
  }
  sqlite.exec("COMMIT");
  sqlite.pragma("journal_mode = WAL");
  sqlite.close();
}

/** As a user who may leave the keys between tables unchecked meanwhile. */
export async function fillPostgres(url: string, stored: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("set session_replication_role = replica; set synchronous_commit = off");
  const waiting = new Map<string, Row[1][]>();
  async function write(key: string, rows: readonly Row[1][]): Promise<void> {
    const [table = "", names = ""] = key.split(" ");
    await client.query(
      `insert into ${table} (${names}) select ${names} from json_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(rows)],
    );
    waiting.delete(key);
  }
  for (const [table, columns] of lyingRows(stored)) {
    const key = `${table} ${Object.keys(columns).join()}`;
    const rows = waiting.get(key) ?? [];
    waiting.set(key, rows);
    rows.push(columns);
    if (rows.length >= atOnce) await write(key, rows);
  }
  for (const [key, rows] of waiting) await write(key, rows);
  await client.query("analyze");
  await client.query("checkpoint");
  await client.end();
}
