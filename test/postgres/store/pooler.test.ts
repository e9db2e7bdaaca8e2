import pg from "pg";
import { expect, it, onTestFinished } from "vitest";
import { examineDatabase, openStore } from "../../../src/store/index.ts";
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

const beginning = ["lock_timeout", "idle_in_transaction_session_timeout", "options"] as const;

/** A pooler that is told to ignore these of what a session begins with. */
const ignoring = (names: readonly (typeof beginning)[number][]) => (config: pg.ClientConfig) => {
  const passedOn = Object.entries(config).filter(([name]) => !names.some((one) => one === name));
  return new pg.Client(Object.fromEntries(passedOn));
};

async function withSettings(settings: Readonly<Record<string, string>>): Promise<string> {
  const url = await bareDatabase();
  await (await openStore({ database: url, keys: [], tables: "update" })).close();
  const [found] = await ask<{ name: string }>(url, "select current_database() as name");
  for (const [name, value] of Object.entries(settings))
    await ask(url, `alter database "${found?.name}" set ${name} = ${value}`);
  return url;
}

const opened = (database: string, ignored: Parameters<typeof ignoring>[0]) =>
  openStore({ database, keys: [], tables: "expect", createClient: ignoring(ignored) });

const asDocumented = { lock_timeout: "'8s'", idle_in_transaction_session_timeout: "'5s'" };

it.each([
  ["lock_timeout", ["lock_timeout"], {}],
  ["idle_in_transaction_session_timeout", ["idle_in_transaction_session_timeout"], {}],
  ["search_path", beginning, { ...asDocumented, search_path: "other, public" }],
  ["statement_timeout", beginning, { ...asDocumented, statement_timeout: "'30s'" }],
] as const)(
  "one that keeps %s from PostgreSQL is refused by whatever opens it",
  async (name, ignored, settings) => {
    const url = await withSettings(settings);
    await ask(url, "create schema other");
    await expect(opened(url, ignored)).rejects.toThrow(
      `is behind a pooler that does not pass on what a session begins with: the setting ${name} did not reach PostgreSQL. Let DATABASE_URL lead to PostgreSQL itself, or to a pool in session mode that passes on what a session begins with. Where there is none, set its user so, as docs/operating.md says.`,
    );
  },
);

it("one whose user is set so instead, as is documented, will do", async () => {
  const url = await withSettings(asDocumented);
  const store = await opened(url, beginning);
  await store.transaction((tx) => tx.settings.write("a", "b"));
  await store.close();
});

it("without one nothing is lacking, whatever the database is set to", async () => {
  const url = await withSettings({ search_path: "other, public", statement_timeout: "'30s'" });
  const { findings, usable } = await examineDatabase(url, false, Date.now);
  expect(usable).toBe(true);
  expect(JSON.stringify(findings)).not.toContain("pooler");
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
