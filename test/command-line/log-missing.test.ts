import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { LogRecord } from "../../src/bridge/contracts/store/records.ts";
import { resolveEpisode } from "../../src/bridge/conversations/resolve-episode.ts";
import { runJob } from "../../src/bridge/jobs/run-job.ts";
import { logMissing } from "../../src/command-line/log-missing.ts";
import { readArguments } from "../../src/command-line/read-arguments.ts";
import { createProgress } from "../../src/command-line/terminal.ts";
import type { Directory } from "../../src/domain/directory.ts";
import type { Address, E164 } from "../../src/domain/ids.ts";
import type { LogRules } from "../../src/domain/log-policy.ts";
import { takeLock } from "../../src/store/index.ts";
import { benLine, cy, maria, noel, officeWithDirect } from "../bridge/front-desk.ts";
import { createWorld, hour, type World } from "../bridge/world.ts";
import { createScreen } from "./site.ts";

const day = 24 * hour;
const rules = (crm: LogRules): Directory => ({ ...officeWithDirect, crm });

/** As it is typed; the first line of what it says. */
async function log(world: World, args: string, stopped = new AbortController().signal) {
  const asked = readArguments(["log", ...args.split(" ")]);
  if (asked.kind !== "command" || asked.given.log === undefined) throw new Error("no command");
  const screen = createScreen();
  const drawn: string[] = [];
  const { dryRun = false, log: given } = asked.given;
  const code = await logMissing(
    { database: world.database, directoryFile: "", encryptionKeys: [], crm: "scripted" },
    { days: given.days, dryRun, stopped },
    { ...screen, progress: createProgress(false, (text) => void drawn.push(text)) },
    world.now,
  );
  return { code, text: screen.text(), drawn };
}

async function recordsOf(world: World): Promise<LogRecord[]> {
  const sqlite = new Database(world.database, { readonly: true });
  const rows = sqlite.prepare("select id from records order by rowid").all() as { id: never }[];
  sqlite.close();
  const found = await world.ctx.store.read((tx) => Promise.all(rows.map(({ id }) => tx.records.get(id))));
  return found.flatMap((record) => record ?? []);
}

/** As it was before anything was logged: no records, and no text says its day. */
function beforeLogging(world: World): void {
  const sqlite = new Database(world.database);
  sqlite.exec(`delete from records; delete from outbox where kind = 'log';
    update messages set local_day = null, unlogged = false; update episodes set recorded = false, unlogged = false`);
  sqlite.close();
}

/** The texts that there are, again and again, a day later after each fifty rounds. */
function manyMore(world: World, count: number): void {
  const sqlite = new Database(world.database);
  const columns = (sqlite.pragma("table_info(messages)") as { name: string }[]).map(({ name }) => name);
  const changed: Record<string, string> = {
    id: "id || '-' || cast(:round as integer)",
    carrier_message_id: "carrier_message_id || '-' || cast(:round as integer)",
    written_at: "written_at + (cast(:round as integer) / 50) * 86400000",
    created_at: "created_at + (cast(:round as integer) / 50) * 86400000",
  };
  const values = columns.map((name) => changed[name] ?? `"${name}"`).join(", ");
  sqlite.exec("create temp table originals as select id from messages");
  const copy = sqlite.prepare(
    `insert into messages (${columns.map((name) => `"${name}"`).join(", ")})
     select ${values} from messages where id in (select id from originals)`,
  );
  sqlite.transaction(() => {
    for (let round = 1; round <= count / 20; round += 1) copy.run({ round });
  })();
  sqlite.close();
}

/** The worker's next pieces of work. */
async function writeSome({ ctx, now }: World, count: number): Promise<void> {
  for (const job of await ctx.store.read((tx) => tx.outbox.due(now(), count))) await runJob(ctx, job);
}

/** Two days of Ben's with Maria, and a resolved and an open conversation at the front desk. */
async function past(crm: LogRules = {}): Promise<World> {
  const world = await createWorld({ directory: rules(crm) });
  await world.text(maria, "One", { to: benLine });
  const thread = await world.begin(maria, "Shared");
  await world.reply(cy, thread, "Hello");
  await world.pass(hour);
  const episode = await world.openEpisode(maria);
  await resolveEpisode(world.ctx, { episode: episode.id, user: cy });
  world.skip(day);
  await world.text(maria, "Two", { to: benLine });
  await world.text(maria, "Three", { to: benLine });
  await world.text(noel, "Open");
  await world.runAll();
  beforeLogging(world);
  return world;
}

describe("threadline log", () => {
  it("makes the records that are missing, in order, and leaves open conversations to their end", async () => {
    const world = await past();
    const said = await log(world, "--from 2026-01-01");
    expect(said.text.split("\n")).toEqual([
      "3 records new, 0 as before.",
      "1 conversation still open: logged once resolved, or silent for long.",
      "Threadline does not run: they are written once it does.",
    ]);
    expect((await recordsOf(world)).map(({ kind, localDay, wanted }) => [kind, localDay, wanted])).toEqual([
      ["day", "2026-01-05", 1],
      ["episode", null, 1],
      ["day", "2026-01-06", 1],
    ]);
    const [first] = await recordsOf(world);
    const texts = await world.ctx.store.read((tx) =>
      tx.records.textsOfDay(first?.conversationId as never, "2026-01-06"),
    );
    expect(texts.map(({ body }) => body)).toEqual(["Two", "Three"]);
  });

  it("run again, does nothing", async () => {
    const world = await past();
    await log(world, "--from 2026-01-01");
    const before = await recordsOf(world);
    expect((await log(world, "--from 2026-01-01")).text).toContain("0 records new, 3 as before.");
    expect(await recordsOf(world)).toEqual(before);
  });

  it("takes the days that are asked for, both with all their hours", async () => {
    const world = await past();
    await log(world, "--from 2026-01-06 --to 2026-01-06");
    expect((await recordsOf(world)).map(({ localDay }) => localDay)).toEqual(["2026-01-06"]);
    expect((await log(world, "--from 2026-01-07")).text).toBe("0 records new, 0 as before.");
  });

  it("says what it would do, and does nothing", async () => {
    const world = await past();
    const said = (await log(world, "--from 2026-01-01 --dry-run")).text.split("\n");
    expect(said).toEqual([
      "2026-01-05  Maria Lopez (…9001)  1 text",
      "2026-01-05  Maria Lopez (…9001)  2 texts, the whole conversation",
      "2026-01-06  Maria Lopez (…9001)  2 texts",
      "3 records would be new, 0 as before.",
      "1 conversation still open: logged once resolved, or silent for long.",
      "Nothing was written.",
    ]);
    expect(await recordsOf(world)).toEqual([]);
  });

  it("logs open ones that are silent for long, or that are logged from their first message", async () => {
    const silent = await past();
    silent.skip(72 * hour);
    expect((await log(silent, "--from 2026-01-01")).text).toContain("4 records new");
    const early = await past({ logShared: { value: "from_first_message", customizable: false } });
    expect((await log(early, "--from 2026-01-01")).text).toContain("4 records new");
  });

  it("counts what is not logged by itself, and what is left out", async () => {
    const off = await past({ autoLog: { value: false, customizable: false } });
    expect((await log(off, "--from 2026-01-01")).text).toContain(
      "4 records are left out: logging by itself is off there (auto_log).",
    );
    expect(await recordsOf(off)).toEqual([]);
    const without = await past({ doNotLog: { value: [maria as string as E164], customizable: false } });
    expect((await log(without, "--from 2026-01-01")).text).toContain(
      "3 records are left out: their numbers are in do_not_log.",
    );
    expect(await recordsOf(without)).toEqual([]);
  });

  it("logs what was left out while logging by itself was off, once it is on again", async () => {
    const off = { autoLog: { value: false, customizable: false } };
    const world = await createWorld({ directory: rules(off) });
    await world.text(maria, "One", { to: benLine });
    await world.bridge.noteUnlogged();
    expect((await recordsOf(world)).map(({ hold }) => hold)).toEqual(["off"]);
    expect((await log(world, "--from 2026-01-01")).text).toContain("1 record is left out");
    await world.apply(rules({}));
    expect((await log(world, "--from 2026-01-01")).text).toContain("1 record new, 0 as before.");
    expect((await recordsOf(world)).map(({ hold, wanted }) => [hold, wanted])).toEqual([[null, 2]]);
    await world.runAll();
    expect(world.crm.writes).toHaveLength(1);
    expect((await log(world, "--from 2026-01-01")).text).toContain("0 records new, 1 as before.");
  });

  it("stopped in the middle and run again makes each record once", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    for (let index = 0; index < 50; index += 1)
      await world.text(`+1555${7_000_000 + index}` as Address, "Hi", { to: benLine });
    beforeLogging(world);
    const stopping = new AbortController();
    const now = world.now;
    let asked = 0;
    world.now = () => {
      asked += 1;
      if (asked > 25) stopping.abort();
      return now();
    };
    const stopped = await log(world, "--from 2026-01-01", stopping.signal);
    expect(stopped.code).toBe(1);
    expect(stopped.text).toMatch(/Stopped: (10|30) records not looked at\. Run it again to go on\./);
    const made = (await recordsOf(world)).length;
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(50);
    expect((await log(world, "--from 2026-01-01")).code).toBe(0);
    const keys = (await recordsOf(world)).map(({ key }) => key);
    expect(new Set(keys).size).toBe(50);
    expect(keys).toHaveLength(50);
  });

  it("logs ten thousand texts of ten days: each day of each conversation is written once, the last at no greater cost than the first", async () => {
    let statements = 0;
    const onStatement = () => {
      statements += 1;
    };
    const world = await createWorld({ directory: officeWithDirect, onStatement });
    for (let index = 0; index < 20; index += 1)
      await world.text(`+1555${7_000_000 + index}` as Address, "Hi", { to: benLine });
    await world.runAll();
    beforeLogging(world);
    manyMore(world, 9_980);
    world.skip(10 * day);
    await world.runAll();
    const said = await log(world, "--from 2026-01-01");
    expect(said.text).toContain("200 records new, 0 as before.");
    expect(said.drawn).toHaveLength(10);
    const records = await recordsOf(world);
    const places = records.map(({ conversationId, localDay }) => `${conversationId} ${localDay}`);
    expect(new Set(places).size).toBe(200);
    const costs: number[] = [];
    for (let written = 20; written <= 200; written += 20) {
      const before = statements;
      await writeSome(world, 20);
      expect(world.crm.writes).toHaveLength(written);
      costs.push((statements - before) / 20);
    }
    // Nothing of it is owed again, then or later.
    await world.pass(day);
    expect((await log(world, "--from 2026-01-01")).text).toContain("0 records new, 200 as before.");
    await world.runAll();
    expect(world.crm.writes).toHaveLength(200);
    expect(world.crm.logs.size).toBe(200);
    const entries = [...world.crm.logs.values()].flatMap(({ digest }) => digest.entries);
    expect(entries.filter(({ kind }) => kind === "text")).toHaveLength(10_000);
    const [first = 0] = costs;
    expect(Math.max(...costs), costs.join(", ")).toBeLessThanOrEqual(first);
    expect(first).toBeLessThanOrEqual(43);
  });

  it("says how far it is, and that a running Threadline writes them", async () => {
    const world = await past();
    const lock = await takeLock(world.database);
    const said = await log(world, "--from 2026-01-01");
    lock.release();
    expect(said.drawn).toEqual(["4 of 4\n"]);
    expect(said.text).toContain("Threadline writes them now, one after another");
  });
});

describe("how far something is", () => {
  it("is a bar in its place where a person looks on", () => {
    const drawn: string[] = [];
    const progress = createProgress(true, (text) => void drawn.push(text));
    progress.show(500, 1_000);
    progress.show(1_000, 1_000);
    progress.end();
    expect(drawn).toEqual([
      `\r\u001b[2K[${"#".repeat(15)}${" ".repeat(15)}] 500 of 1,000`,
      `\r\u001b[2K[${"#".repeat(30)}] 1,000 of 1,000`,
      "\n",
    ]);
  });

  it("is a line at each tenth elsewhere", () => {
    const drawn: string[] = [];
    const progress = createProgress(false, (text) => void drawn.push(text));
    for (let done = 1; done <= 100; done += 1) progress.show(done, 100);
    progress.end();
    expect(drawn).toHaveLength(10);
    expect(drawn.at(-1)).toBe("100 of 100\n");
  });
});
