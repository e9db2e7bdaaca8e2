/** A start makes its tables where they can stand, and nowhere else. */
import { describe, expect, it, onTestFinished } from "vitest";
import { openStore } from "../../../src/store/index.ts";
import { ask, bareDatabase } from "../command-line/bare-database.ts";

const start = async (database: string) => (await openStore({ database, keys: [], tables: "update" })).close();
const tablesOf = (database: string) =>
  ask<{ name: string }>(database, "select tablename as name from pg_tables where schemaname = 'public'");

describe("a first start on PostgreSQL", () => {
  it("refuses a database that can't hold all that people write, and makes nothing there", async () => {
    const beside = await bareDatabase();
    const name = `latin_start${process.pid}`;
    await ask(beside, `create database ${name} template template0 encoding 'LATIN1'`);
    onTestFinished(async () => void (await ask(await bareDatabase(), `drop database ${name}`)));
    const latin = beside.replace(/\/[^/?]*\?/, `/${name}?`);
    await expect(start(latin)).rejects.toThrow(`the database ${name} on /`);
    await expect(start(latin)).rejects.toThrow(
      "keeps texts in LATIN1, which can't hold all that people write. Make one with createdb",
    );
    expect(await tablesOf(latin)).toEqual([]);
  });

  it("refuses a database in which something else has a table of such a name, and makes nothing there", async () => {
    const database = await bareDatabase();
    await ask(database, "create table messages (id int)");
    await expect(start(database)).rejects.toThrow(
      /Something else has tables in the database bare.*: messages\. Name a database that holds nothing; nothing was changed/,
    );
    expect(await tablesOf(database)).toEqual([{ name: "messages" }]);
  });

  it("goes beside tables of other names", async () => {
    const database = await bareDatabase();
    await ask(database, "create table spatial_ref_sys (id int)");
    await start(database);
    expect((await tablesOf(database)).length).toBeGreaterThan(40);
  });

  it("goes on where one before was broken off at its first step", async () => {
    const database = await bareDatabase();
    await ask(
      database,
      "create table __drizzle_migrations (id serial primary key, hash text not null, created_at bigint)",
    );
    await start(database);
    expect((await tablesOf(database)).length).toBeGreaterThan(40);
  });

  it("says that the tables are to be given over, too, where only the database is this user's", async () => {
    const database = await bareDatabase();
    await start(database);
    const [user, name] = [`owns${process.pid}`, /\/([^/?]+)\?/.exec(database)?.[1]];
    await ask(database, `create role ${user} login`);
    await ask(database, `alter database ${name} owner to ${user}`);
    onTestFinished(async () => void (await ask(await bareDatabase(), `drop role ${user}`)));
    onTestFinished(async () => void (await ask(database, `alter database ${name} owner to threadline`)));
    await expect(start(database.replace("threadline@", `${user}@`))).rejects.toThrow(
      "Make it the owner of the database and of all tables in it.",
    );
  });
});
