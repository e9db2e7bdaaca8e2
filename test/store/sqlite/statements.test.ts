import Database from "better-sqlite3";
import { asc, eq, sql } from "drizzle-orm";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { describe, expect, it, onTestFinished } from "vitest";
import { createEnqueuedJournal } from "../../../src/store/queries/enqueued.ts";
import type { SharedStatements } from "../../../src/store/queries/preparing.ts";
import { createInserts, createUpdates } from "../../../src/store/queries/statements.ts";
import { createSealer } from "../../../src/store/seal.ts";
import { connect as connectTo } from "../../../src/store/sqlite/connect.ts";

const things = sqliteTable("things", {
  id: integer().primaryKey(),
  name: text().notNull(),
  isOld: integer("is_old", { mode: "boolean" }).notNull().default(false),
});

function connect(shared: SharedStatements) {
  const sqlite = new Database(":memory:");
  onTestFinished(() => void sqlite.close());
  sqlite.exec("create table things (id integer primary key, name text, is_old integer default 0)");
  const around = { sealer: createSealer([]), enqueued: createEnqueuedJournal() };
  const { db, prepared, preparedEach } = connectTo(sqlite, around, shared);
  let built = 0;
  const all = prepared(() => {
    built += 1;
    return db.select().from(things).orderBy(asc(things.id));
  });
  const byName = prepared(() =>
    db
      .select({ isOld: things.isOld })
      .from(things)
      .where(eq(things.name, sql.placeholder("name"))),
  );
  const insert = createInserts({ db, preparedEach }, things);
  const update = createUpdates({ db, preparedEach }, things, eq(things.id, sql.placeholder("rowId")));
  return { sqlite, all, byName, insert, update, built: () => built };
}

describe("what was built for one connection", () => {
  it("serves the next, which has its own rows, read and written as the table says", async () => {
    const shared: SharedStatements = [];
    const one = connect(shared);
    await one.insert({ name: "a", isOld: true });
    await one.update({ rowId: 1 }, { name: "b" });
    expect(await one.all.all()).toEqual([{ id: 1, name: "b", isOld: true }]);
    const other = connect(shared);
    expect(await other.all.all()).toEqual([]);
    await other.insert({ name: "c", isOld: true });
    await other.insert({ name: "d" });
    await other.update({ rowId: 1 }, { name: "e", isOld: false });
    await other.update({ rowId: 2 }, { isOld: true });
    expect(await other.all.all()).toEqual([
      { id: 1, name: "e", isOld: false },
      { id: 2, name: "d", isOld: true },
    ]);
    expect(await other.byName.get({ name: "d" })).toEqual({ isOld: true });
    expect(await one.all.all()).toEqual([{ id: 1, name: "b", isOld: true }]);
    expect([one.built(), other.built()]).toEqual([1, 0]);
  });

  it("serves it when the first is closed", async () => {
    const shared: SharedStatements = [];
    const one = connect(shared);
    await one.all.all();
    one.sqlite.close();
    const other = connect(shared);
    await other.insert({ name: "a" });
    expect(await other.all.all()).toEqual([{ id: 1, name: "a", isOld: false }]);
  });

  it("is never mistaken for something else: one that asks in another order is refused", () => {
    const shared: SharedStatements = [];
    connect(shared);
    const sqlite = new Database(":memory:");
    onTestFinished(() => void sqlite.close());
    const around = { sealer: createSealer([]), enqueued: createEnqueuedJournal() };
    const { db, prepared } = connectTo(sqlite, around, shared);
    expect(() => prepared(() => db.select({ id: things.id }).from(things))).toThrow(
      "a connection asks for its statements in another order",
    );
  });
});
