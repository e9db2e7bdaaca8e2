import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import pg from "pg";
import { beforeEach, describe, expect, it } from "vitest";
import { isRestored } from "../../../src/bridge/connection/heartbeat.ts";
import { silentAfter } from "../../../src/bridge/context/instance.ts";
import { move } from "../../../src/command-line/move.ts";
import { restore } from "../../../src/command-line/restore.ts";
import { createProgress } from "../../../src/command-line/terminal.ts";
import { openStore, takeLock } from "../../../src/store/index.ts";
import { aliveFor } from "../../../src/store/postgres/running.ts";
import { allTables } from "../../../src/store/schema/all-tables.ts";
import { createScreen } from "../../command-line/site.ts";
import { fillTables } from "../../store/fill-tables.ts";
import { putDatabase } from "../../store/put-database.ts";
import { temporaryFile } from "../../store/temporary.ts";
import { startPooler } from "../pooler.ts";
import { startRelay } from "../relay.ts";
import { ask, bareDatabase } from "./bare-database.ts";

const each = 25;
const [key, otherKey] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

let [file, target] = ["", ""];
beforeEach(async () => {
  file = temporaryFile();
  target = await bareDatabase();
  await putDatabase(file);
});

async function moved(
  from: string,
  to: string,
  encryptionKeys: readonly Buffer[] = [],
): Promise<{ text: string; done: number[] }> {
  const screen = createScreen();
  const done: number[] = [];
  const progress = { show: (rows: number) => void done.push(rows), end: () => {} };
  const named = {
    from: { database: from, givenAs: "--from" },
    to: { database: to, givenAs: "--to" },
    encryptionKeys,
  };
  expect(await move(named, { ...screen, progress })).toBe(0);
  return { text: screen.text(), done };
}

/** Of PostgreSQL's, with tables that hold nothing. */
async function bareSite(): Promise<string> {
  const database = await bareDatabase();
  await (await openStore({ database, keys: [], tables: "update" })).close();
  return database;
}

/** Something in it can be read with this key alone. */
async function seal(database: string): Promise<void> {
  const store = await openStore({ database, keys: [key], tables: "update" });
  await store.transaction((tx) => tx.crmTokens.keep("t", "secret", 1));
  await store.close();
}

/** All rows of all tables, by what a file holds of them, but for what says that it was moved. */
function rowsIn(database: string): Record<string, unknown[]> {
  const sqlite = new Database(database, { readonly: true });
  try {
    return Object.fromEntries(
      [...allTables.values()].map(({ name, key: names }) => [
        name,
        sqlite
          .prepare(`select * from "${name}" order by ${names.map((one) => `"${one}"`).join()}`)
          .all()
          .filter((row) => (row as { key?: string }).key !== "move"),
      ]),
    );
  } finally {
    sqlite.close();
  }
}

/** What an app says that starts on it. */
async function starts(database: string, keys: readonly Buffer[] = []): Promise<string> {
  const store = await openStore({ database, keys, tables: "update", heartbeat: true });
  return await store
    .appBegins()
    .then(
      () => "begins",
      (error: Error) => error.message,
    )
    .finally(store.close);
}

async function rowsThere(): Promise<number> {
  const counts = [...allTables.keys()].map((name) => `(select count(*) from "${name}")`);
  const [found] = await ask<{ rows: number }>(target, `select (${counts.join(" + ")})::int as rows`);
  return Number(found?.rows);
}

describe("threadline move", () => {
  it("takes every row of every table to PostgreSQL, and back into a file", async () => {
    fillTables(file, each);
    const before = rowsIn(file);
    const there = await moved(file, target);
    expect(there.text).toContain(
      `Moved, and the same on both sides: ${(each * allTables.size).toLocaleString("en")} rows in ${allTables.size} tables.`,
    );
    expect(there.done.at(-1)).toBe(2 * each * allTables.size);
    const other = join(dirname(file), "back.db");
    const back = await moved(target, other);
    expect(rowsIn(other)).toEqual(before);
    const digests = [there, back].map(({ text }) => /SHA-256 of all rows: ([0-9a-f]{64})/.exec(text)?.[1]);
    expect(digests[0]).toBe(digests[1]);
  });

  it("does not begin where one of both is behind a pooler that keeps no sessions, and says which", async () => {
    fillTables(file, 1);
    const before = rowsIn(file);
    await expect(moved(file, await startPooler(target))).rejects.toThrow(
      /keeps no sessions\. Let --to lead to PostgreSQL itself/,
    );
    expect(rowsIn(file)).toEqual(before);
    const tables = await ask(target, "select 1 from pg_tables where schemaname = 'public'");
    expect(tables).toEqual([]);
    const site = await bareSite();
    await expect(moved(await startPooler(site), temporaryFile())).rejects.toThrow(
      /keeps no sessions\. Let --from lead to PostgreSQL itself/,
    );
    expect(await starts(site)).toBe("begins");
  });

  it("says how far it is in steps, of which each row is two", async () => {
    fillTables(file, 3);
    const drawn: string[] = [];
    const screen = createScreen();
    const progress = createProgress(false, (text) => void drawn.push(text));
    const named = {
      from: { database: file, givenAs: "--from" },
      to: { database: target, givenAs: "--to" },
      encryptionKeys: [],
    };
    await move(named, { ...screen, progress });
    const steps = 2 * 3 * allTables.size;
    expect(screen.text()).toContain("Each row is two steps: it is copied, then compared.");
    expect(drawn.at(-1)).toBe(`${steps} of ${steps} steps\n`);
  });

  it("gives no number of the outbox again, also where all is done", async () => {
    fillTables(file, 3);
    const sqlite = new Database(file);
    sqlite.exec("delete from outbox; update sqlite_sequence set seq = 5000 where name = 'outbox'");
    sqlite.close();
    await moved(file, target);
    const store = await openStore({ database: target, keys: [], tables: "expect" });
    expect(await store.read((tx) => tx.outbox.lastId())).toBe(5000);
    await store.close();
    const [found] = await ask<{ next: string }>(target, "select nextval('outbox_id_seq') as next");
    expect(Number(found?.next)).toBe(5001);
  });

  it("leaves what it was moved from as it was, but that nothing starts there any more", async () => {
    fillTables(file, 5);
    const before = rowsIn(file);
    const { text } = await moved(file, target);
    expect(rowsIn(file)).toEqual(before);
    expect(await starts(file)).toMatch(/What this database holds was moved to the database bare\S+ on/);
    expect(await starts(target)).toBe("begins");
    expect(text).toContain(`Keep the file ${file} until all is well`);
    expect(text).toMatch(
      /1\. Let DATABASE_URL name the database bare\S+ on \S+, with its password, wherever/,
    );
    const back = join(dirname(file), "back.db");
    expect((await moved(target, back)).text).toContain(
      `1. Let DATABASE_URL name the file ${back}, wherever Threadline is started.`,
    );
    expect(await starts(target)).toContain(`was moved to the file ${back}`);
    expect(await starts(back)).toBe("begins");
  });

  it("said once more, says that all of it was moved, also where it is used by now", async () => {
    fillTables(file, 3);
    await moved(file, target);
    await ask(target, "insert into settings (key, value) values ('new', 'here')");
    expect((await moved(file, target)).text).toContain(
      "All of it was moved there before; nothing was changed.",
    );
    expect(await ask(target, "select value from settings where key = 'new'")).toEqual([{ value: "here" }]);
    await expect(moved(file, await bareDatabase())).rejects.toThrow(
      /What the file \S+ holds was moved to the database bare\S+ on .* To move it elsewhere, let DATABASE_URL name it and run threadline restore/,
    );
  });

  it("said once more, says so also where what was moved is sealed", async () => {
    await seal(file);
    await moved(file, target, [key]);
    const said = "All of it was moved there before; nothing was changed.";
    expect((await moved(file, target, [key])).text).toContain(said);
    const back = join(dirname(file), "back.db");
    await moved(target, back, [key]);
    const before = rowsIn(back);
    expect((await moved(target, back, [key])).text).toContain(said);
    expect(rowsIn(back)).toEqual(before);
  });

  it.each(["the file", "PostgreSQL"])(
    "lets %s that was moved from be gone on with once restore has taken it, as an older copy",
    async (which) => {
      fillTables(file, 3);
      const back = join(dirname(file), "back.db");
      await moved(file, target);
      if (which === "PostgreSQL") await moved(target, back);
      const database = which === "PostgreSQL" ? target : file;
      const screen = createScreen();
      const config = { database, directoryFile: "", encryptionKeys: [] };
      expect(await restore(config, "", screen, Date.now)).toBe(0);
      expect(screen.text()).toContain("Texts that were due then don't leave by themselves");
      expect(await starts(database)).toBe("begins");
      const store = await openStore({ database, keys: [], tables: "expect" });
      expect(await store.read(isRestored)).toBe(true);
      await store.close();
      // What it is no more, it is not taken for: the next one needs a file's name again.
      if (which === "the file")
        await expect(restore(config, "", screen, Date.now)).rejects.toThrow("Say which file");
    },
  );

  it("takes a moment that a file keeps between two milliseconds as a whole one", async () => {
    fillTables(file, 3);
    const sqlite = new Database(file);
    sqlite.exec("update outbox set due_at = 1700000000123.4");
    sqlite.close();
    await moved(file, target);
    const due = await ask<{ due: string }>(target, "select distinct due_at::text as due from outbox");
    expect(due).toEqual([{ due: "1700000000123" }]);
  });

  it("takes a text that is not sealed and holds a NUL sign without it, as an instance keeps one", async () => {
    fillTables(file, 3);
    const sqlite = new Database(file);
    sqlite.prepare("update messages set failure_code = ?").run("a\0b");
    sqlite.close();
    await moved(file, target);
    const codes = await ask<{ code: string }>(target, "select distinct failure_code as code from messages");
    expect(codes).toEqual([{ code: "a\ufffdb" }]);
  });

  it("takes few rows at a time where they are large", async () => {
    fillTables(file, 8);
    const sqlite = new Database(file);
    sqlite.prepare("update file_bytes set sealed_bytes = ?").run(`p:${"x".repeat(1_500_000)}`);
    sqlite.close();
    const { done } = await moved(file, target);
    const steps = done.map((rows, index) => rows - (done[index - 1] ?? 0));
    expect(steps.filter((rows) => rows === 2)).toHaveLength(4);
    expect(steps.filter((rows) => rows === 8)).toHaveLength(allTables.size - 1);
  });
});

describe("what threadline move was broken off at", () => {
  it("is a target that holds the list of steps alone: it is moved to all the same", async () => {
    fillTables(file, 2);
    await ask(
      target,
      "create table __drizzle_migrations (id serial primary key, hash text not null, created_at bigint)",
    );
    expect((await moved(file, target)).text).toContain("Moved, and the same on both sides");
  });
});

describe("threadline move refuses", () => {
  it("a target that is not empty, and changes nothing there", async () => {
    fillTables(file, 2);
    await (await openStore({ database: target, keys: [], tables: "update" })).close();
    await ask(target, "insert into settings (key, value) values ('a', 'b')");
    await expect(moved(file, target)).rejects.toThrow(
      /that is moved to is not empty: .* nothing was changed/,
    );
    expect(await rowsThere()).toBe(1);
  });

  it("to move anything onto itself, whatever it is called", async () => {
    fillTables(file, 2);
    const link = join(dirname(file), "link.db");
    symlinkSync(file, link);
    const server = await bareSite();
    const relay = await startRelay(server);
    for (const [from, to] of [
      [file, link],
      [server, relay.database],
    ] as const)
      await expect(moved(from, to)).rejects.toThrow(
        "It would be moved onto itself: --from and --to name the same database.",
      );
    expect([await starts(file), await starts(server)]).toEqual(["begins", "begins"]);
  });

  it("a target that is not empty, whatever it is sealed with", async () => {
    const sealed = { file: join(dirname(file), "sealed.db"), server: target };
    for (const place of Object.values(sealed)) await seal(place);
    await expect(moved(file, sealed.server)).rejects.toThrow("that is moved to is not empty");
    await expect(moved(await bareSite(), sealed.file)).rejects.toThrow("that is moved to is not empty");
  });

  it("a target with tables of something else", async () => {
    await ask(target, "create table messages (id int)");
    await expect(moved(file, target)).rejects.toThrow(
      /Something else has tables in the database bare.*: messages/,
    );
  });

  it("a file that an app runs on", async () => {
    const lock = await takeLock(file);
    await expect(moved(file, target)).rejects.toThrow(
      /Threadline is running on the file \S+\. Stop it first; nothing was changed/,
    );
    lock.release();
    await moved(file, target);
  });

  it("a file that a command writes to just now", async () => {
    const writes = new Database(file);
    writes.exec("begin immediate");
    await expect(moved(file, target)).rejects.toThrow(/is being used by another program/);
    writes.close();
    expect(await starts(file)).toBe("begins");
  });

  it.each([
    ["leads", true],
    ["only takes in", false],
  ])("a database where an instance %s, whether it is moved from or to", async (_, leads) => {
    const store = await openStore({ database: target, keys: [], tables: "update", heartbeat: true });
    if (leads) await store.lead.take();
    await expect(moved(file, target)).rejects.toThrow(
      /Threadline is running on the database .* Stop all of its instances/,
    );
    await expect(moved(target, `${file}.new`)).rejects.toThrow(/Threadline is running on the database/);
    const config = { database: target, directoryFile: "", encryptionKeys: [] };
    await expect(restore(config, "", createScreen(), Date.now)).rejects.toThrow(
      /Threadline is running on the database .* Stop all of its instances/,
    );
    await store.close();
    await moved(file, target);
  });

  it("a database where an instance lived a moment ago, whose connection is cut", async () => {
    await (await openStore({ database: target, keys: [], tables: "update" })).close();
    const beat = (secondsAgo: number) =>
      ask(
        target,
        `insert into instances (name, version, started_at, beat_at)
         values ('cut off', '1', 1, (extract(epoch from clock_timestamp()) * 1000)::bigint - ${secondsAgo * 1000})
         on conflict (name) do update set beat_at = excluded.beat_at`,
      );
    await beat(2);
    await expect(moved(target, `${file}.new`)).rejects.toThrow(
      /\(cut off\)\. Stop all of its instances, and wait 15 s after one that was killed/,
    );
    await beat(60);
    await moved(target, `${file}.new`);
  });

  it("nobody whom instances count as gone", () => {
    expect(aliveFor * 1000).toBe(silentAfter);
  });

  it("a file that is damaged, missing, of another version or something else's", async () => {
    await expect(moved(`${file}.none`, target)).rejects.toThrow("There is no database file");
    await expect(moved(await bareDatabase(), target)).rejects.toThrow(
      "There is no Threadline in the database bare",
    );
    const foreign = join(dirname(file), "foreign.db");
    new Database(foreign).exec("create table a (b)").close();
    await expect(moved(foreign, target)).rejects.toThrow("is not a database of Threadline");
    const older = join(dirname(file), "older.db");
    await putDatabase(older);
    new Database(older)
      .exec(
        "delete from __drizzle_migrations where created_at = (select max(created_at) from __drizzle_migrations)",
      )
      .close();
    await expect(moved(older, target)).rejects.toThrow("belongs to another version of Threadline");
    fillTables(file, 200);
    const bytes = readFileSync(file);
    for (let page = 40; page < 80; page += 1) bytes.fill(0x5a, page * 4096, page * 4096 + 4096);
    writeFileSync(file, bytes);
    await expect(moved(file, target)).rejects.toThrow(/is damaged/);
    expect(await ask(target, "select tablename from pg_tables where schemaname = 'public'")).toEqual([]);
  });

  it("an address that leads nowhere, by the name that it was given by and without its password", async () => {
    const nowhere = "postgres://threadline:hunter2@127.0.0.1:1/texts";
    const said = (from: string, to: string) =>
      moved(from, to).then(
        () => "moved",
        (error: Error) => error.message,
      );
    expect(await said(file, nowhere)).toContain("that the host and port in --to are right");
    expect(await said(nowhere, file)).toContain("that the host and port in --from are right");
    const stranger = target.replace("postgres://threadline@", "postgres://nobody@");
    expect(await said(file, stranger)).toContain("Correct the user and the password in --to");
    expect(await said(stranger, file)).toContain("Correct the user and the password in --from");
    for (const [from, to] of [
      [file, nowhere],
      [nowhere, file],
    ] as const)
      expect(await said(from, to)).not.toMatch(/hunter2|DATABASE_URL/);
  });

  it("what is sealed with another key", async () => {
    await seal(file);
    await expect(moved(file, target, [otherKey])).rejects.toThrow("sealed with another key");
    await moved(file, target, [key]);
    const there = await openStore({ database: target, keys: [key], tables: "expect" });
    expect(await there.read((tx) => tx.crmTokens.read("t"))).toBe("secret");
    await there.close();
  });

  it("a text that PostgreSQL can't hold, and says what helps", async () => {
    fillTables(file, 2);
    const sqlite = new Database(file);
    sqlite.prepare("update replies set sealed_text = ?").run("p:a\0b");
    sqlite.close();
    await expect(moved(file, target)).rejects.toThrow(
      "PostgreSQL does not take the table replies: a text in it holds a NUL sign. Sealed texts may hold one: set ENCRYPTION_KEY and run threadline seal.",
    );
    expect(await rowsThere()).toBe(0);
  });

  it("to call a copy good that is not the same", async () => {
    fillTables(file, each);
    await (await openStore({ database: target, keys: [], tables: "update" })).close();
    await ask(
      target,
      `create function alter_it() returns trigger language plpgsql as $$ begin
         if new.sealed_body like '%17%' then new.sealed_body := new.sealed_body || '!'; end if; return new; end $$;
       create trigger alter_it before insert on messages for each row execute function alter_it()`,
    );
    await expect(moved(file, target)).rejects.toThrow(
      /What was copied is not the same: table messages, row \d+\./,
    );
    expect(await rowsThere()).toBe(0);
  });
});

describe("a move that is killed", () => {
  /** Its process, once it has said so. */
  async function killed(until: string): Promise<void> {
    const door = fileURLToPath(new URL("../../../src/store/index.ts", import.meta.url));
    const script = `import { moveDatabase } from ${JSON.stringify(door)};
      await moveDatabase(${JSON.stringify({ from: { database: file, givenAs: "--from" }, to: { database: target, givenAs: "--to" }, keys: [] })}, (done, total) => {
        ${until}
      });`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    await whileItWaits();
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  let whileItWaits = async () => {};
  beforeEach(() => {
    whileItWaits = async () => {};
  });

  const done = `if (done === total) process.stdout.write("all of it is copied\\n", () => {});`;
  const waiting =
    "select pid from pg_stat_activity where wait_event_type = 'Lock' and wait_event = 'advisory' and datname = current_database()";

  /** The commit at the target waits until its lock is let go of. */
  async function holdCommit(): Promise<pg.Client> {
    await (await openStore({ database: target, keys: [], tables: "update" })).close();
    await ask(
      target,
      `create function wait_here() returns trigger language plpgsql as $$ begin
         perform pg_advisory_xact_lock(4711); return null; end $$;
       create constraint trigger wait_here after insert on settings deferrable initially deferred
         for each row when (new.value like '%arrived%') execute function wait_here()`,
    );
    const holding = new pg.Client({ connectionString: target });
    await holding.connect();
    await holding.query("select pg_advisory_lock(4711)");
    whileItWaits = async () => {
      await expect.poll(() => ask(target, waiting)).toHaveLength(1);
    };
    return holding;
  }

  /** The origin has said that it was left, and the target never that all of it arrived. */
  async function killedBetweenCommits(): Promise<void> {
    const holding = await holdCommit();
    await killed(done);
    await ask(target, `select pg_terminate_backend(pid) from (${waiting}) as it`);
    await holding.end();
  }

  it("while it copies, leaves what it is moved from as it was, and starts nothing on the target; the next one does it", async () => {
    fillTables(file, 200);
    await killed(`if (done < total / 3) return;
        process.stdout.write("under way\\n", () => {});
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`);
    await expect.poll(rowsThere).toBe(1);
    expect(await starts(target)).toMatch(/A move from the file \S+ into this database was not finished/);
    expect(await starts(file)).toBe("begins");
    const config = { database: target, directoryFile: "", encryptionKeys: [] };
    await expect(restore(config, "", createScreen(), Date.now)).rejects.toThrow("was not finished");
    expect((await moved(file, target)).text).toContain("the same on both sides");
    expect(await starts(target)).toBe("begins");
  });

  it("before the target has written it, starts nothing on either; the next one does it anew", async () => {
    fillTables(file, 20);
    await killedBetweenCommits();
    await expect.poll(rowsThere).toBe(1);
    expect(await starts(file)).toContain("What this database holds was moved to");
    // What it has been opened with is written down there.
    expect(await starts(target, [key])).toContain("was not finished");
    expect(await rowsThere()).toBe(2);
    expect((await moved(file, target)).text).toContain("the same on both sides");
    expect([await starts(target), await starts(file)]).toEqual([
      "begins",
      expect.stringContaining("was moved to"),
    ]);
  });

  it("when the target has written it and nobody was told, starts on the target alone; the next one says so", async () => {
    fillTables(file, 20);
    const holding = await holdCommit();
    await killed(done);
    await holding.end();
    await expect.poll(rowsThere).toBe(20 * allTables.size + 1);
    expect([await starts(target), await starts(file)]).toEqual([
      "begins",
      expect.stringContaining("was moved to"),
    ]);
    expect((await moved(file, target)).text).toContain("All of it was moved there before");
  });

  it("before the target has written it, is done by the same command also where the next one fails", async () => {
    fillTables(file, 20);
    await killedBetweenCommits();
    await expect.poll(rowsThere).toBe(1);
    await ask(target, "alter table messages add constraint none check (false)");
    await expect(moved(file, target)).rejects.toThrow("PostgreSQL");
    await ask(target, "alter table messages drop constraint none");
    expect([await starts(target), await starts(file)]).toEqual([
      expect.stringContaining("was not finished"),
      expect.stringContaining("was moved to"),
    ]);
    expect((await moved(file, target)).text).toContain("the same on both sides");
  });

  it("may be given up: what it was moved from is gone on with, once restore has taken it", async () => {
    fillTables(file, 20);
    await killedBetweenCommits();
    const config = { database: file, directoryFile: "", encryptionKeys: [] };
    expect(await restore(config, "", createScreen(), Date.now)).toBe(0);
    expect([await starts(file), await starts(target)]).toEqual([
      "begins",
      expect.stringContaining("was not finished"),
    ]);
  });
});
