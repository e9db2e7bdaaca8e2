/** Tests that take turns with a file know nothing of each other. */
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { applyDirectory } from "../../../src/bridge/directory/apply-directory.ts";
import { openStore } from "../../../src/store/index.ts";
import { office } from "../../bridge/front-desk.ts";
import { beneath, once } from "../beneath.ts";
import type { Beginning, NewDatabase } from "../database.ts";
import { lendFile } from "../lent-file.ts";

const open = (place: NewDatabase) => openStore({ ...place, keys: [], tables: "update" });

async function write(place: NewDatabase, word: string) {
  const store = await open(place);
  await store.transaction((tx) => tx.settings.write("said", word));
  await store.close();
}

const said = async (place: NewDatabase) => {
  const store = await open(place);
  const found = await store.read((tx) => tx.settings.read("said"));
  await store.close();
  return found;
};

it("leaves nothing to the next one, neither as a row nor as bytes", async () => {
  const one = await lendFile();
  await write(one, "marzipan");
  expect(await said(one)).toBe("marzipan");
  expect((await once(one.database, (below) => below.bytes())).includes("marzipan")).toBe(true);
  await one.drop();
  const next = await lendFile();
  expect(next.database).toBe(one.database);
  expect(await said(next)).toBeNull();
  expect((await once(next.database, (below) => below.bytes())).includes("marzipan")).toBe(false);
  await next.drop();
});

it("begins with what it began with, however it was changed", async () => {
  const beginning: Beginning = {
    name: "directory_for_lending",
    async fill(place) {
      const store = await openStore({ ...place, keys: [], tables: "update" });
      await applyDirectory(store, office, 1);
      await store.close();
    },
  };
  const rows = (place: NewDatabase) =>
    once(place.database, async (below) => [
      await below.rows("select * from directory"),
      await below.rows("select * from sqlite_sequence order by name"),
    ]);
  const one = await lendFile(beginning);
  const began = await rows(one);
  await once(one.database, (below) => below.run("delete from directory; delete from sqlite_sequence"));
  await one.drop();
  const next = await lendFile(beginning);
  expect(next.database).toBe(one.database);
  expect(await rows(next)).toEqual(began);
  expect(began[0]).toHaveLength(1);
  await next.drop();
});

it("is not used on by a store that was closed", async () => {
  const one = await lendFile();
  const store = await open(one);
  await store.read((tx) => tx.settings.read("said"));
  await store.close();
  const later = await open(one);
  await expect(store.read((tx) => tx.settings.read("said"))).rejects.toThrow("not open");
  await expect(store.transaction((tx) => tx.settings.write("said", "late"))).rejects.toThrow("not open");
  expect(await later.read((tx) => tx.settings.read("said"))).toBeNull();
  await later.close();
  await one.drop();
});

it.each([
  ["somebody still has open", async (place: NewDatabase) => void (await open(place))],
  [
    "has other tables by now",
    async (place: NewDatabase) => {
      const sqlite = new Database(place.database);
      sqlite.exec("create table more (word text)");
      sqlite.close();
    },
  ],
  [
    "somebody still writes into",
    async (place: NewDatabase) => {
      const below = await beneath(place.database);
      await below.fill("settings");
    },
  ],
])("is nobody's any more where it is one that %s", async (_, use) => {
  const one = await lendFile();
  await use(one);
  await one.drop();
  const next = await lendFile();
  expect(next.database).not.toBe(one.database);
  await next.drop();
});
