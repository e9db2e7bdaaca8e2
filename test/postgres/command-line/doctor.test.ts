import { describe, expect, it, onTestFinished } from "vitest";
import { doctor } from "../../../src/command-line/doctor/doctor.ts";
import { openStore } from "../../../src/store/index.ts";
import { ask, bareDatabase } from "./bare-database.ts";
import { type PostgresSite, postgresSite } from "./site.ts";

async function examined(there: PostgresSite, change: Record<string, string> = {}, now = Date.now) {
  const env = { ...there.site.env, ...there.change, ...change };
  return await there.said((screen) => doctor(env, screen, now));
}

const made = async (url: string) => (await openStore({ database: url, keys: [], tables: "update" })).close();

/** A role for this test alone; its address leads to the same database. */
async function role(url: string, name: string): Promise<string> {
  await ask(url, `create role ${name} login`);
  onTestFinished(async () => void (await ask(await bareDatabase(), `drop role ${name}`)));
  return url.replace("postgres://threadline@", `postgres://${name}@`);
}

describe("threadline doctor on PostgreSQL", () => {
  it("says that it is up to date, who leads since when, and how many connections are free", async () => {
    const there = await postgresSite();
    const before = await examined(there);
    expect(before.text).toMatch(
      /ok +database: There are no tables in the database bare\S+ on .* yet; the first start makes them\./,
    );
    await there.start();
    const { text } = await examined(there);
    expect(text).toMatch(/ok +database: The database bare\S+ on \S+ is up to date \(.*\), on PostgreSQL \d+/);
    expect(text).toMatch(
      /ok +lead: threadline \S+ leads since \d{4}-\d\d-\d\d [\d:]{8} UTC; 1 instance is connected\./,
    );
    expect(text).toMatch(/ok +database: \d+ of \d+ connections are free; an instance takes up to 4\./);
  });

  it("warns of what a server is set to: fsync, synchronous_commit", async () => {
    const there = await postgresSite();
    await made(there.url);
    const { text, code } = await examined(there);
    // The tests' own server is as fast as it can be.
    expect(text).toContain("fsync is off on PostgreSQL's server");
    expect(text).toContain("synchronous_commit is off: a text that was acknowledged may be lost");
    expect(code).toBe(1);
    const name = /\/([^/?]+)\?/.exec(there.url)?.[1];
    await ask(there.url, `alter database ${name} set synchronous_commit = on`);
    expect((await examined(there)).text).not.toContain("synchronous_commit is off");
  });

  it("warns where its clock and this host's are apart", async () => {
    const there = await postgresSite();
    await made(there.url);
    expect((await examined(there)).text).not.toContain("This host's clock is");
    const ahead = await examined(there, {}, () => Date.now() + 60_000);
    expect(ahead.text).toMatch(/This host's clock is (59\.\d|60\.0) s ahead of that of PostgreSQL's server/);
    const behind = await examined(there, {}, () => Date.now() - 60_000);
    expect(behind.text).toMatch(/This host's clock is 6\d\.\d s behind that of PostgreSQL's server/);
  });

  it("says whose the tables are, and what a user may not do", async () => {
    const there = await postgresSite();
    const user = `u${process.pid}`;
    const theirs = await role(there.url, user);
    expect((await examined(there, { DATABASE_URL: theirs })).text).toContain(
      `The user ${user} may make no tables in the database`,
    );
    await made(there.url);
    expect((await examined(there, { DATABASE_URL: theirs })).text).toMatch(
      new RegExp(`The table \\S+ in the database \\S+ on \\S+ is not the user ${user}'s`),
    );
  });

  it("warns where few connections are left", async () => {
    const there = await postgresSite();
    const name = /\/([^/?]+)\?/.exec(there.url)?.[1];
    await made(there.url);
    await ask(there.url, `alter database ${name} connection limit 3`);
    expect((await examined(there)).text).toMatch(/warning +database: \d of 3 connections are free/);
  });

  it.each([
    ["takes no writes", (name: string) => `alter database ${name} set default_transaction_read_only = on`],
    ["Something else has tables in", () => "create table messages (id int)"],
  ])("says that a database %s", async (sentence, spoil) => {
    const there = await postgresSite();
    await ask(there.url, spoil(/\/([^/?]+)\?/.exec(there.url)?.[1] ?? ""));
    const { text, code } = await examined(there);
    expect(text).toContain(sentence);
    expect(code).toBe(1);
  });

  it("says that a database is of another version: a newer one is a problem, since nothing starts on it", async () => {
    const there = await postgresSite();
    await made(there.url);
    await ask(there.url, "update __drizzle_migrations set created_at = created_at + 1");
    expect((await examined(there)).text).toMatch(
      /PROBLEM +database: .* was written by a newer version of Threadline.*\n.*Install that version, or restore a backup/,
    );
    await ask(there.url, "update __drizzle_migrations set created_at = created_at - 2");
    expect((await examined(there)).text).toMatch(
      /warning +database: .* belongs to an older version of Threadline.*\n.*Start this version: it brings it up to date/,
    );
  });

  it("says that a database of another encoding is one", async () => {
    const there = await postgresSite();
    const latin = `latin${process.pid}`;
    await ask(there.url, `create database ${latin} template template0 encoding 'LATIN1'`);
    onTestFinished(async () => void (await ask(await bareDatabase(), `drop database ${latin}`)));
    const { text } = await examined(there, { DATABASE_URL: there.url.replace(/\/[^/?]*\?/, `/${latin}?`) });
    expect(text).toContain("keeps texts in LATIN1, which can't hold all that people write");
  });

  it.each([
    ["postgres://threadline:hunter2@127.0.0.1:1/texts", "can't be reached. Check that PostgreSQL runs"],
    ["postgres://threadline:hunter2@127.0.0.1/texts?schema=hunter2", "has the parameter schema behind its ?"],
  ])("says what is wrong with an address, and never its password: %s", async (url, sentence) => {
    const there = await postgresSite();
    const { text, code } = await examined(there, { DATABASE_URL: url });
    expect(text).toContain(sentence);
    expect(text).not.toContain("hunter2");
    expect(code).toBe(1);
  });

  it("says that a database does not exist", async () => {
    const there = await postgresSite();
    const { text } = await examined(there, { DATABASE_URL: there.url.replace(/\/[^/?]*\?/, "/nowhere?") });
    expect(text).toContain("the database nowhere on");
    expect(text).toContain("does not exist. Make it with createdb");
  });
});
