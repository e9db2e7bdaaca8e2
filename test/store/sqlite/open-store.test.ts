import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { copyDatabase, openStore } from "../../../src/store/index.ts";
import { maria } from "../../bridge/front-desk.ts";
import { createWorld } from "../../bridge/world.ts";
import { temporaryFile, temporaryStore } from "../temporary.ts";

const open = (file: string, tables: "update" | "expect" = "update") =>
  openStore({ database: file, keys: [], tables });

async function made(file: string): Promise<void> {
  await open(file).then((store) => store.close());
}

describe("opening", () => {
  it("makes a database where there is none, its folder too", async () => {
    const file = join(dirname(temporaryFile()), "deep", "down", "threadline.db");
    await made(file);
    expect(existsSync(file)).toBe(true);
  });

  it("keeps what was written", async () => {
    const file = temporaryFile();
    const store = await open(file);
    await store.transaction((tx) => tx.settings.write("key", "value"));
    await store.close();
    const again = await open(file);
    expect(await again.read((tx) => tx.settings.read("key"))).toBe("value");
    await again.close();
  });

  it("flushes each commit to the disk", async () => {
    const file = temporaryFile();
    await made(file);
    const sqlite = new Database(file);
    expect(sqlite.pragma("journal_mode", { simple: true })).toBe("wal");
    sqlite.close();
  });

  it("refuses what is no database, and leaves it as it is", async () => {
    const file = temporaryFile();
    writeFileSync(file, "this is a shopping list, and longer than a header of a hundred bytes ".repeat(4));
    const before = readFileSync(file);
    await expect(open(file)).rejects.toThrow("is not a Threadline database, or is damaged");
    expect(readFileSync(file)).toEqual(before);
  });

  it("refuses a folder in the file's place", async () => {
    const file = temporaryFile();
    mkdirSync(file);
    await expect(open(file)).rejects.toThrow("could not be opened. Check that the path in DATABASE_URL");
  });

  it("refuses a file that it may not write, where that can be had", async () => {
    const file = temporaryFile();
    await made(file);
    chmodSync(file, 0o444);
    // Who is root may write anything; there is nothing to see then.
    if (process.getuid?.() === 0) return;
    await expect(open(file)).rejects.toThrow("is read-only");
  });

  it("only to look refuses one that is missing, and makes none", async () => {
    const file = temporaryFile();
    await expect(open(file, "expect")).rejects.toThrow("There is no database at");
    expect(existsSync(file)).toBe(false);
  });

  it("only to look refuses one of another version", async () => {
    const file = temporaryFile();
    new Database(file).exec("create table x (y)").close();
    await expect(open(file, "expect")).rejects.toThrow("another version of Threadline");
  });
});

describe("bringing up to date", () => {
  it("refuses a database of a newer version, and changes nothing", async () => {
    const file = temporaryFile();
    await made(file);
    const sqlite = new Database(file);
    sqlite.exec("insert into __drizzle_migrations (hash, created_at) values ('new', 99999999999999)");
    sqlite.close();
    await expect(open(file)).rejects.toThrow("written by a newer Threadline");
    expect(existsSync(`${file}.before-update`)).toBe(false);
  });

  it("makes a copy first, which holds what only the log held", async () => {
    const file = temporaryFile();
    const store = await open(file);
    await store.transaction((tx) => tx.settings.write("key", "value"));
    await store.close();
    // As an earlier version left it: before the last step, that step's tables are not there yet.
    const sqlite = new Database(file);
    sqlite.exec(
      "update __drizzle_migrations set created_at = 1; create table kept as select * from settings;",
    );
    const tables = sqlite
      .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
      .pluck()
      .all();
    sqlite.pragma("foreign_keys = OFF");
    for (const name of tables) {
      if (name !== "__drizzle_migrations" && name !== "kept") sqlite.exec(`drop table "${String(name)}"`);
    }
    sqlite.close();
    await made(file);
    const copy = new Database(`${file}.before-update`);
    expect(copy.prepare("select value from kept where key = 'key'").pluck().get()).toBe("value");
    expect(copy.pragma("integrity_check", { simple: true })).toBe("ok");
    copy.close();
  });

  it("runs no step twice, and keeps a filled database as it is", async () => {
    const world = await createWorld();
    await world.begin(maria, "hello");
    await world.restart();
    expect(existsSync(`${world.database}.before-update`)).toBe(false);
    expect((await world.openEpisode()).state).toBe("open");
  });
});

describe("a backup", () => {
  it("is whole and consistent while others write", async () => {
    const file = temporaryFile();
    const store = await temporaryStore({ database: file });
    const pair = (n: number) =>
      store.transaction(async (tx) => {
        await tx.settings.write("left", `${n}`);
        await tx.settings.write("right", `${n}`);
      });
    const writing = Promise.all(Array.from({ length: 600 }, (_, n) => pair(n)));
    await store.backup(`${file}.backup`);
    await writing;
    const copy = await open(`${file}.backup`, "expect");
    const read = (key: string) => copy.read((tx) => tx.settings.read(key));
    expect(await read("left")).toBe(await read("right"));
    await copy.close();
  });

  it("is for its owner's eyes only", async () => {
    const file = temporaryFile();
    const store = await temporaryStore({ database: file });
    await store.backup(`${file}.backup`);
    expect(statSync(`${file}.backup`).mode & 0o777).toBe(0o600);
  });

  it("leaves the event loop to others while it is made: decisions are taken meanwhile", async () => {
    const file = temporaryFile();
    const store = await temporaryStore({ database: file });
    await store.transaction((tx) => tx.settings.write("key", "x".repeat(10_000_000)));
    let copied = false;
    let turns = 0;
    const turn = () => {
      turns += 1;
      if (!copied) setImmediate(turn);
    };
    turn();
    const copying = store.backup(`${file}.backup`).finally(() => {
      copied = true;
    });
    let decisions = 0;
    while (!copied) {
      await store.transaction((tx) => tx.settings.write("decisions", `${decisions}`));
      decisions += 1;
    }
    await copying;
    expect(turns).toBeGreaterThan(100);
    expect(decisions).toBeGreaterThan(1);
  });

  it("that fails leaves what stood in its place, and nothing else", async () => {
    const file = temporaryFile();
    writeFileSync(`${file}.backup`, "old");
    writeFileSync(file, "this is a shopping list, and longer than a header of a hundred bytes ".repeat(4));
    await expect(copyDatabase(file, `${file}.backup`)).rejects.toThrow("is not a Threadline database");
    expect(readFileSync(`${file}.backup`, "utf8")).toBe("old");
    expect(existsSync(`${file}.backup.partial`)).toBe(false);
  });

  it("takes the place of an older one, and leaves nothing else behind", async () => {
    const file = temporaryFile();
    const store = await temporaryStore({ database: file });
    writeFileSync(`${file}.backup`, "old");
    await store.transaction((tx) => tx.settings.write("key", "value"));
    await store.backup(`${file}.backup`);
    expect(existsSync(`${file}.backup.partial`)).toBe(false);
    const alone = `${temporaryFile()}`;
    copyFileSync(`${file}.backup`, alone);
    const copy = await open(alone);
    expect(await copy.read((tx) => tx.settings.read("key"))).toBe("value");
    await copy.close();
  });
});
