import Database from "better-sqlite3";
import { asc, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  createInserts,
  createPreparing,
  createUpdates,
  type SharedStatements,
} from "../../../src/store/sqlite/statements.ts";

const things = sqliteTable("things", {
  id: integer().primaryKey(),
  name: text().notNull(),
  isOld: integer("is_old", { mode: "boolean" }).notNull().default(false),
});

function connect(shared: SharedStatements) {
  const sqlite = new Database(":memory:");
  onTestFinished(() => void sqlite.close());
  sqlite.exec("create table things (id integer primary key, name text, is_old integer default 0)");
  const db = drizzle(sqlite);
  const { prepared, preparedEach } = createPreparing(sqlite, shared);
  let built = 0;
  const all = prepared(() => {
    built += 1;
    return db.select().from(things).orderBy(asc(things.id)).prepare();
  });
  const byName = prepared(() =>
    db
      .select({ isOld: things.isOld })
      .from(things)
      .where(eq(things.name, sql.placeholder("name")))
      .prepare(),
  );
  const insert = createInserts({ db, preparedEach }, things);
  const update = createUpdates({ db, preparedEach }, things, eq(things.id, sql.placeholder("rowId")));
  return { sqlite, all, byName, insert, update, built: () => built };
}

describe("what was built for one connection", () => {
  it("serves the next, which has its own rows, read and written as the table says", () => {
    const shared: SharedStatements = [];
    const one = connect(shared);
    one.insert({ name: "a", isOld: true });
    one.update({ rowId: 1 }, { name: "b" });
    expect(one.all.all()).toEqual([{ id: 1, name: "b", isOld: true }]);
    const other = connect(shared);
    expect(other.all.all()).toEqual([]);
    other.insert({ name: "c", isOld: true });
    other.insert({ name: "d" });
    other.update({ rowId: 1 }, { name: "e", isOld: false });
    other.update({ rowId: 2 }, { isOld: true });
    expect(other.all.all()).toEqual([
      { id: 1, name: "e", isOld: false },
      { id: 2, name: "d", isOld: true },
    ]);
    expect(other.byName.get({ name: "d" })).toEqual({ isOld: true });
    expect(one.all.all()).toEqual([{ id: 1, name: "b", isOld: true }]);
    expect([one.built(), other.built()]).toEqual([1, 0]);
  });

  it("serves it when the first is closed", () => {
    const shared: SharedStatements = [];
    const one = connect(shared);
    one.all.all();
    one.sqlite.close();
    const other = connect(shared);
    other.insert({ name: "a" });
    expect(other.all.all()).toEqual([{ id: 1, name: "a", isOld: false }]);
  });

  it("is never mistaken for something else: one that asks in another order is refused", () => {
    const shared: SharedStatements = [];
    connect(shared);
    const sqlite = new Database(":memory:");
    onTestFinished(() => void sqlite.close());
    const db = drizzle(sqlite);
    const { prepared } = createPreparing(sqlite, shared);
    expect(() => prepared(() => db.select({ id: things.id }).from(things).prepare())).toThrow(
      "a connection asks for its statements in another order",
    );
  });
});
