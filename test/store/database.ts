/** A new database with its tables, on the engine that the tests run on. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import type { openStore } from "../../src/store/index.ts";
import { makesReset, reused, single } from "../postgres/templates.ts";
import { type Connections, createConnections } from "./connections.ts";
import { lendFile } from "./lent-file.ts";
import { putDatabase } from "./put-database.ts";

/** Where it is, and how it is opened. */
export type Place = Pick<Parameters<typeof openStore>[0], "database" | "createClient" | "openDatabase">;

export interface NewDatabase extends Place {
  drop(): Promise<void>;
}

/** What stands in a database at first: brought about once, and copied from then on. */
export interface Beginning {
  readonly name: string;
  fill(place: Place): Promise<void>;
}

/** Where tests run on PostgreSQL: the address of a database of its server. Null: they run on files. */
export const postgres = (): string | null => inject("postgres") ?? null;

/**
 * @param folder where its file may stand already, for an engine that has one.
 * @param beginning absent: nothing stands in it.
 * @param isFresh whether its file is one that nobody had before.
 */
export async function newDatabase(
  folder: string,
  beginning?: Beginning,
  isFresh = false,
): Promise<NewDatabase> {
  const server = postgres();
  if (server !== null) return await lend(server, beginning);
  const database = join(folder, "threadline.db");
  if (!isFresh && !existsSync(database)) return await lendFile(beginning);
  await putDatabase(database, beginning);
  return { database, drop: async () => {} };
}

/** One that nobody had before, and nobody will have: whose tables may be changed. On PostgreSQL only. */
export async function newSingleDatabase(): Promise<NewDatabase> {
  const server = needed();
  const name = await copy(server, single);
  return { database: addressOf(server, name), drop: () => remove(server, name) };
}

interface Lent {
  readonly name: string;
  readonly database: string;
  readonly connections: Connections;
  /** The beginnings that it has a function for. */
  readonly known: Set<string>;
  /** How often it was. */
  times: number;
}

const free: Lent[] = [];
const nothing: Beginning = { name: "empty", fill: async () => {} };
/** What is deleted takes room until it is swept. */
const sweepEvery = 100;

/** Of this process, with nothing in it but its beginning. */
async function lend(server: string, beginning = nothing): Promise<NewDatabase> {
  const lent = free.pop() ?? (await make(server));
  if (!(await isBegun(lent, beginning))) {
    await discard(server, lent);
    return await lend(server, beginning);
  }
  const { database, connections } = lent;
  let isOver = false;
  const createClient: Connections["create"] = (config) => {
    if (isOver) throw new Error("Connection terminated: the test is over");
    return connections.create(config);
  };
  return {
    database,
    createClient,
    async drop() {
      isOver = true;
      if (connections.count() === 0) free.push(lent);
      else await discard(server, lent);
    },
  };
}

async function make(server: string): Promise<Lent> {
  const name = await copy(server, reused);
  const database = addressOf(server, name);
  return { name, database, connections: createConnections(), known: new Set([nothing.name]), times: 0 };
}

/** False where somebody still uses it, or it can't be. */
async function isBegun(lent: Lent, beginning: Beginning): Promise<boolean> {
  const { database, connections, known } = lent;
  lent.times += 1;
  const isKnown = known.has(beginning.name);
  const client = connections.create({ connectionString: database });
  try {
    await client.connect();
    const { rowCount } = await client.query(reset(isKnown ? beginning.name : nothing.name));
    if (rowCount === 0) return false;
    if (!isKnown) {
      await beginning.fill({ database, createClient: connections.create });
      await client.query(makesReset(beginning.name));
      known.add(beginning.name);
    }
    if (lent.times % sweepEvery === 0) await client.query("vacuum");
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}

/** Whoever was not lent their connection may still be at work on it. */
const reset = (beginning: string) => `select ${beginning}() where not exists (select from pg_stat_activity
  where datname = current_database() and application_name like 'threadline%')`;

async function discard(server: string, { name, connections }: Lent): Promise<void> {
  await connections.end();
  await remove(server, name);
}

let made = 0;

async function copy(server: string, template: string): Promise<string> {
  made += 1;
  const name = `t${process.pid}_${process.env.VITEST_POOL_ID ?? 0}_${made}`;
  await (await asking(server)).query(`create database ${name} template ${template}`);
  return name;
}

async function remove(server: string, name: string): Promise<void> {
  await (await asking(server)).query(`drop database if exists ${name} with (force)`);
}

const addressOf = (server: string, name: string) => server.replace(/\/postgres\?/, `/${name}?`);

function needed(): string {
  const server = postgres();
  if (server === null) throw new Error("These tests run on PostgreSQL.");
  return server;
}

let connected: Promise<pg.Client> | null = null;

/** A connection to the server that makes and drops databases. */
function asking(server: string): Promise<pg.Client> {
  connected ??= connect(server);
  return connected;
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {
    connected = null;
  });
  await client.connect();
  return client;
}
