/** A new database with its tables, on the engine that the tests run on. */
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { putEmptyDatabase } from "./empty-database.ts";

export interface NewDatabase {
  /** As `DATABASE_URL` has it, but for `file:`. */
  readonly database: string;
  drop(): Promise<void>;
}

/** Where tests run on PostgreSQL: the address of a database of its server. Null: they run on files. */
export const postgres = (): string | null => inject("postgres") ?? null;

let made = 0;
let asking: Promise<pg.Client> | null = null;

/** @param folder where its file stands, for an engine that has one. */
export async function newDatabase(folder: string): Promise<NewDatabase> {
  const server = postgres();
  if (server === null) {
    const database = join(folder, "threadline.db");
    await putEmptyDatabase(database);
    return { database, drop: async () => {} };
  }
  asking ??= connect(server);
  const client = await asking;
  made += 1;
  const name = `t${process.pid}_${process.env.VITEST_POOL_ID ?? 0}_${made}`;
  await client.query(`create database ${name} template empty`);
  return {
    database: server.replace(/\/postgres\?/, `/${name}?`),
    drop: async () => void (await client.query(`drop database if exists ${name} with (force)`)),
  };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return client;
}
