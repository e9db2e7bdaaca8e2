import pg from "pg";
import { expect, it, onTestFinished } from "vitest";
import { openStore } from "../../../src/store/index.ts";
import { newSingleDatabase } from "../../store/database.ts";
import { ask, bareDatabase } from "../command-line/bare-database.ts";

/** Each connection begins as a pooler without sessions would hand it out: with what somebody before did there. */
const used = (before: (client: pg.Client) => Promise<void>) => (config: pg.ClientConfig) => {
  const client = new pg.Client(config);
  const connect = client.connect.bind(client);
  client.connect = (async () => {
    await connect();
    await before(client);
  }) as unknown as typeof client.connect;
  return client;
};

it("a connection that somebody else's statements stand in already is said to come from a pooler without sessions", async () => {
  const { database, drop } = await newSingleDatabase();
  onTestFinished(drop);
  const clients: pg.Client[] = [];
  const noted = used(async (client) => void clients.push(client));
  const store = await openStore({ database, keys: [], tables: "update", createClient: noted });
  const names: string[] = [];
  for (const client of clients) {
    const { rows } = await client.query<{ name: string }>("select name from pg_prepared_statements");
    names.push(...rows.map(({ name }) => name));
  }
  await store.close();
  expect(names).not.toEqual([]);
  const createClient = used(async (client) => {
    for (const name of new Set(names)) await client.query(`prepare "${name}" as select 1`);
  });
  await expect(openStore({ database, keys: [], tables: "update", createClient })).rejects.toThrow(
    /is behind a pooler that keeps no sessions, .* or to a pool in session mode/,
  );
});

it("what a session of ours needs is set on it, whatever the database is set to, also where none of what it begins with is passed on", async () => {
  const url = await bareDatabase();
  await (await openStore({ database: url, keys: [], tables: "update" })).close();
  const [found] = await ask<{ name: string }>(url, "select current_database() as name");
  const other = {
    search_path: "other, public",
    statement_timeout: "'30s'",
    lock_timeout: "0",
    idle_in_transaction_session_timeout: "'1h'",
  };
  await ask(url, "create schema other");
  for (const [name, value] of Object.entries(other))
    await ask(url, `alter database "${found?.name}" set ${name} = ${value}`);
  const clients: pg.Client[] = [];
  const createClient = ({ connectionString, application_name = "" }: pg.ClientConfig) => {
    const client = new pg.Client({ ...(connectionString && { connectionString }), application_name });
    clients.push(client);
    return client;
  };
  const store = await openStore({ database: url, keys: [], tables: "expect", createClient });
  await store.transaction((tx) => tx.settings.write("a", "b"));
  const settings = Object.keys(other).map((name) => `current_setting('${name}') as ${name}`);
  const [writing] = clients;
  expect((await writing?.query(`select ${settings.join(", ")}`))?.rows).toEqual([
    {
      search_path: "public",
      statement_timeout: "0",
      lock_timeout: "8s",
      idle_in_transaction_session_timeout: "5s",
    },
  ]);
  await store.close();
});

it("one by which two of our connections are the same at the server keeps no sessions, and is refused", async () => {
  const { database, drop } = await newSingleDatabase();
  onTestFinished(drop);
  let first: pg.Client | null = null;
  const createClient = (config: pg.ClientConfig) => {
    const client = new pg.Client(config);
    const shared = first;
    first ??= client;
    if (shared === null) return client;
    const query = (...asked: Parameters<pg.Client["query"]>) => shared.query(...asked);
    return Object.assign(client, { connect: async () => {}, end: async () => {}, query });
  };
  await expect(openStore({ database, keys: [], tables: "expect", createClient })).rejects.toThrow(
    "is behind a pooler that keeps no sessions. Let DATABASE_URL lead to PostgreSQL itself",
  );
});

it("one that hands what we ask to its connections by turns keeps no sessions, and is refused", async () => {
  const { database, drop } = await newSingleDatabase();
  const behind = [
    new pg.Client({ connectionString: database }),
    new pg.Client({ connectionString: database }),
  ];
  for (const one of behind) await one.connect();
  onTestFinished(async () => {
    for (const one of behind) await one.end();
    await drop();
  });
  let turn = 0;
  const query = (...asked: Parameters<pg.Client["query"]>) => {
    turn += 1;
    return behind[turn % behind.length]?.query(...asked);
  };
  const createClient = (config: pg.ClientConfig) =>
    Object.assign(new pg.Client(config), { connect: async () => {}, end: async () => {}, query });
  await expect(openStore({ database, keys: [], tables: "expect", createClient })).rejects.toThrow(
    "is behind a pooler that keeps no sessions. Let DATABASE_URL lead to PostgreSQL itself",
  );
});
