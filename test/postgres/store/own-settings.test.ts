/** What a user or a database of PostgreSQL's is set to changes nothing. */
import pg from "pg";
import { expect, it, onTestFinished } from "vitest";
import { isMade, openStore } from "../../../src/store/index.ts";
import { ask, bareDatabase } from "../command-line/bare-database.ts";

it("its tables stand in public, also where its user has a schema of their own that would come first", async () => {
  const url = await bareDatabase();
  await ask(url, "create schema threadline; create schema other");
  const [found] = await ask<{ name: string }>(url, "select current_database() as name");
  await ask(url, `alter database "${found?.name}" set search_path = other, "$user", public`);
  const store = await openStore({ database: url, keys: [], tables: "update" });
  await store.transaction((tx) => tx.settings.write("a", "b"));
  await store.close();
  const schemas =
    "select distinct schemaname as name from pg_tables where schemaname in ('public', 'threadline', 'other')";
  expect(await ask(url, schemas)).toEqual([{ name: "public" }]);
  expect(await isMade(url)).toBe(true);
});

it("is not broken off where its user's statements are, after a moment", async () => {
  const url = await bareDatabase();
  const [found] = await ask<{ name: string }>(url, "select current_database() as name");
  await ask(url, `alter database "${found?.name}" set statement_timeout = '2ms'`);
  const store = await openStore({ database: url, keys: [], tables: "update" });
  await store.transaction((tx) => tx.settings.write("a", "b"));
  await store.sweep("alone");
  await store.close();
});

it("waits for whoever changes its tables, also where its user waits for nothing, or is cut off soon", async () => {
  const url = await bareDatabase();
  const [found] = await ask<{ name: string }>(url, "select current_database() as name");
  const settings = ["lock_timeout = '1ms'", "idle_in_transaction_session_timeout = '1ms'"];
  for (const setting of settings) await ask(url, `alter database "${found?.name}" set ${setting}`);
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  onTestFinished(() => other.end());
  await other.query("select pg_advisory_lock($1, 1)", [0x74687264]);
  const opening = openStore({ database: url, keys: [], tables: "update" });
  const waiting = `select 1 as one from pg_stat_activity where datname = current_database() and wait_event = 'advisory'
    and clock_timestamp() - state_change > interval '20 milliseconds'`;
  await Promise.race([opening, expect.poll(() => ask(url, waiting)).toHaveLength(1)]);
  await other.query("select pg_advisory_unlock($1, 1)", [0x74687264]);
  const store = await opening;
  await store.transaction((tx) => tx.settings.write("a", "b"));
  await store.sweep("alone");
  await store.close();
});
