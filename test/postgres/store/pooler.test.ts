import pg from "pg";
import { expect, it, onTestFinished } from "vitest";
import { openStore } from "../../../src/store/index.ts";
import { newSingleDatabase } from "../../store/database.ts";

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
