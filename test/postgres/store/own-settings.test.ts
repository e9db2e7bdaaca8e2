/** What a user or a database of PostgreSQL's is set to changes nothing. */
import { expect, it } from "vitest";
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
