/** What is wrong with a database, in sentences that say what to do; and never a word of what is kept, nor the password. */
import pg from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { createLog } from "../../../src/log.ts";
import { openStore } from "../../../src/store/index.ts";
import { newSingleDatabase } from "../../store/database.ts";
import { startRelay } from "../relay.ts";

async function single() {
  const { database, drop } = await newSingleDatabase();
  const client = new pg.Client({ connectionString: database });
  client.on("error", () => {});
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await drop();
  });
  return { database, order: (text: string) => client.query(text) };
}

/** A user of the server's, gone when the test ends. */
async function user(options: string) {
  const { database, order } = await single();
  const name = `user_${/\/(\w+)\?/.exec(database)?.[1] ?? ""}`;
  await order(`create role ${name} ${options}`);
  onTestFinished(async () => {
    await order(`drop owned by ${name}; drop role ${name}`);
  });
  return { name, order, database: database.replace(/\/\/\w+@/, `//${name}:hunter2@`) };
}

/** What whoever starts it reads; and all that a log would keep of it. */
async function refusal(database: string, tables: "update" | "expect" = "update"): Promise<string> {
  const opened = openStore({ database, keys: [], tables });
  const error = await opened.then(
    async (store) => {
      await store.close();
      throw new Error("it was opened");
    },
    (refused: Error) => refused,
  );
  const lines: string[] = [];
  createLog("debug", { write: (line) => void lines.push(line) }).error({ err: error }, "no");
  expect([...lines, error.message].join()).not.toContain("hunter2");
  return error.message;
}

describe("a database that can't be used", () => {
  it("since its user may not come in", async () => {
    const { database } = await user("nologin");
    expect(await refusal(database)).toMatch(/does not let this user in\. Correct the user and the password/);
  });

  it("since there is none of this name", async () => {
    const { database } = await single();
    const other = database.replace(/\/\w+\?/, "/nowhere?");
    expect(await refusal(other)).toMatch(/the database nowhere .* does not exist\. Make it with createdb/);
  });

  it("since there is no server", async () => {
    const sentence = /can't be reached\. Check that PostgreSQL runs and that the host and port/;
    const folder = "Its host is a folder, in which the server keeps its socket";
    const [bySocket, byPort] = [
      await refusal("postgres://threadline:hunter2@/any?host=/nowhere"),
      await refusal("postgres://threadline:hunter2@127.0.0.1:1/any"),
    ];
    expect(bySocket).toMatch(sentence);
    expect(bySocket).toContain(folder);
    expect(byPort).toMatch(sentence);
    expect(byPort).not.toContain(folder);
  });

  it("since its user may not make tables", async () => {
    const { database, order } = await user("login");
    await order("drop schema public cascade; create schema public");
    expect(await refusal(database)).toMatch(/refuses what this user wants to do\. Make it the owner/);
  });

  it("since its user may not write", async () => {
    const { database } = await user("login");
    expect(await refusal(database)).toMatch(/refuses what this user wants to do\. Make it the owner/);
  });

  it("since no connection is left", async () => {
    const { database } = await user("login connection limit 0");
    expect(await refusal(database)).toMatch(/has no connection left\. Raise max_connections/);
  });

  it("since it can only be read", async () => {
    const { database, order } = await single();
    await order(
      "alter database current set default_transaction_read_only = on".replace(
        "current",
        /\/(\w+)\?/.exec(database)?.[1] ?? "",
      ),
    );
    expect(await refusal(database)).toMatch(
      /can only be read: it is a standby, or is set so\. Name the server/,
    );
  });

  it("since its server's disk is full", async () => {
    const { database, order } = await single();
    await order(`
      create function disk_full() returns trigger language plpgsql as $$
        begin raise exception 'no space left' using errcode = 'disk_full'; end $$;
      create trigger disk_full before insert on settings execute function disk_full()`);
    const opened = openStore({ database, keys: [Buffer.alloc(32)], tables: "update" });
    await expect(opened).rejects.toThrow(
      /can't grow: the disk of its server is full\. Free some space there/,
    );
  });

  it("since its server is too old", async () => {
    const { database } = await single();
    const relay = await startRelay(database);
    const version = (await (await openClient(database)).query("show server_version_num")).rows[0];
    relay.replace(version.server_version_num, "120017");
    expect(await refusal(relay.database)).toMatch(/PostgreSQL 12 is too old: Threadline needs 13 or newer/);
  });

  it("since a newer version of Threadline wrote it", async () => {
    const { database, order } = await single();
    await order("insert into __drizzle_migrations (hash, created_at) values ('x', 9999999999999)");
    expect(await refusal(database)).toMatch(/was written by a newer Threadline\. Start that version/);
    expect(await refusal(database, "expect")).toMatch(
      /was written by a newer Threadline\. Start that version/,
    );
  });

  it("since nothing was made there yet, and only what is there is wanted", async () => {
    const { database, order } = await single();
    await order("drop schema public cascade; create schema public");
    expect(await refusal(database, "expect")).toMatch(/belongs to another version of Threadline, or to none/);
  });
});

async function openClient(database: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}
