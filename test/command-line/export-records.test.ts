import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LocalLog } from "../../src/bridge/contracts/store/local-logs.ts";
import { apply } from "../../src/command-line/apply.ts";
import { exportRecords } from "../../src/command-line/export-records.ts";
import { readArguments } from "../../src/command-line/read-arguments.ts";
import type { LogConfig } from "../../src/config.ts";
import type { Address, Username } from "../../src/domain/ids.ts";
import { openStore } from "../../src/store/index.ts";
import { benLine, maria as customer, cy, noel } from "../bridge/front-desk.ts";
import { type LogWorld, logWorld } from "../bridge/records/log-world.ts";
import { hour } from "../bridge/world.ts";
import { createScreen, createSite, type Site } from "./site.ts";

let site: Site;
beforeEach(async () => {
  site = await createSite();
  await apply(site.config(), createScreen(), Date.now);
});
afterEach(() => site.stop());

const maria = "+15550199001" as Address;
const at = (day: number, hour = 17) => Date.UTC(2026, 0, day, hour);

async function keep(logs: readonly Partial<LocalLog>[]): Promise<void> {
  const store = await openStore({ database: site.databaseFile, keys: [], tables: "update" });
  for (const [index, log] of logs.entries())
    await store.transaction((tx) =>
      tx.localLogs.put({
        key: `day:c:${index + 1}:1`,
        address: maria,
        owner: null,
        subject: `SMS with Maria ${index + 1}`,
        body: "Maria: Hi\nAna: Hello",
        startedAt: at(index + 1),
        changedAt: at(index + 1, 18),
        ...log,
      }),
    );
  await store.close();
}

/** As it is typed on the command line. */
async function exportedFrom(config: LogConfig, args: readonly string[]): Promise<string> {
  const asked = readArguments(["records", "export", ...args]);
  if (asked.kind !== "command" || asked.given.log === undefined) throw new Error("no command");
  const screen = createScreen();
  expect(await exportRecords(config, asked.given.log, screen)).toBe(0);
  return screen.text();
}

const exported = async (...args: string[]) => await exportedFrom({ ...site.config(), crm: "local" }, args);

const rowsOf = (text: string) => parse(text, { bom: true, columns: true }) as Record<string, string>[];

describe("threadline records export", () => {
  it("writes a row a record into a table, the oldest first, in which no words are a formula", async () => {
    await keep([
      { subject: "=HYPERLINK(1)", body: '+1, "two"\nthree', owner: "ana" as Username },
      { startedAt: at(4) },
    ]);
    const file = join(site.folder, "records.csv");
    expect(await exported("--csv", file)).toBe(`2 records are in ${file} now. Only you can read it.`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(rowsOf(readFileSync(file, "utf8"))).toEqual([
      {
        record: "day:c:1:1",
        started: "2026-01-01T17:00:00.000Z",
        changed: "2026-01-01T18:00:00.000Z",
        number: maria,
        contact: "Maria Lopez",
        owner: "ana",
        subject: "'=HYPERLINK(1)",
        text: `'+1, "two"\nthree`,
      },
      expect.objectContaining({ record: "day:c:2:1", subject: "SMS with Maria 2" }),
    ]);
  });

  it("writes tables and pages in which nothing is a formula, moves a cursor, or turns what follows round", async () => {
    const harm = "a\u001b[2J\u202e b\u2066";
    await keep([{ address: "=SUM(1)" as Address, subject: harm, body: harm }]);
    expect(rowsOf(await exported())[0]).toMatchObject({ number: "'=SUM(1)" });
    const file = join(site.folder, "harm.md");
    await exported("--markdown", file);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what must not come out.
    const harmful = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]/;
    for (const written of [await exported(), readFileSync(file, "utf8")])
      expect(written).not.toMatch(harmful);
  });

  it("prints the table where no file is named, and its head alone where nothing is logged", async () => {
    await keep([]);
    expect(rowsOf(`${await exported()}\n`)).toEqual([]);
    await keep([{}]);
    expect(rowsOf(await exported())).toHaveLength(1);
  });

  it("writes a page for people to read, in which words are only words", async () => {
    const body = "Maria: ```\n# not a heading\n````\nAna: <b>";
    await keep([{ subject: "SMS with *Maria* [x](http://a)", body }]);
    const file = join(site.folder, "records.md");
    await exported("--markdown", file);
    const page = readFileSync(file, "utf8");
    expect(page).toContain("\n## SMS with \\*Maria\\* \\[x\\](http://a)\n");
    expect(page).toContain(`\n\`\`\`\`\`text\n${body}\n\`\`\`\`\`\n`);
    expect(page).toContain("- Began: 2026-01-01 12:00, last written: 2026-01-01 13:00 (America/New_York)");
  });

  it("takes the days that are asked for, by the clock of the directory, both with all of their hours", async () => {
    // In New York it is the day before until five in the morning.
    await keep([
      { startedAt: at(2, 4) },
      { startedAt: at(2, 5) },
      { startedAt: at(4, 4) },
      { startedAt: at(4, 5) },
    ]);
    const keys = rowsOf(await exported("--from", "2026-01-02", "--to", "2026-01-03")).map(
      (row) => row.record,
    );
    expect(keys).toEqual(["day:c:2:1", "day:c:3:1"]);
    expect(rowsOf(await exported("--from", "2026-01-03"))).toHaveLength(2);
    expect(rowsOf(await exported("--to", "2026-01-01"))).toHaveLength(1);
  });

  it("takes more than are read at once", async () => {
    await keep(Array.from({ length: 405 }, () => ({ startedAt: at(1) })));
    expect(new Set(rowsOf(await exported()).map(({ record }) => record)).size).toBe(405);
  });

  it("overwrites nothing", async () => {
    await keep([{}]);
    const file = join(site.folder, "mine.csv");
    writeFileSync(file, "mine");
    await expect(exported("--csv", file)).rejects.toThrow(`${file} exists already.`);
    expect(readFileSync(file, "utf8")).toBe("mine");
  });
});

describe("threadline records export beside a CRM", () => {
  const of = async (world: LogWorld, ...args: string[]) =>
    await exportedFrom(
      { database: world.database, directoryFile: "", encryptionKeys: [], crm: "scripted" },
      args,
    );

  /** A resolved conversation of the front desk, then a day of Ben's; and what is not logged. */
  async function logged(): Promise<LogWorld> {
    const world = await logWorld();
    const thread = await world.begin(customer, "=Shared()");
    await world.reply(cy, thread, "Hello");
    await world.pass(60_000);
    await world.text(noel, "Open");
    await world.runAll();
    const { id } = await world.openEpisode(customer);
    await world.bridge.resolveEpisode({ episode: id, user: cy });
    await world.live(60_000);
    world.skip(24 * hour);
    await world.text(customer, "Ben’s own", { to: benLine });
    await world.live(60_000);
    return world;
  }

  it("tells each record from our own rows, the oldest first, with where it stands", async () => {
    const world = await logged();
    const rows = rowsOf(await of(world));
    expect(rows.map(({ number, owner, crm }) => [number, owner, crm])).toEqual([
      [customer, "cy", "Scripted"],
      [customer, "ben", "Scripted"],
    ]);
    const [shared, own] = rows;
    expect(shared?.record).toMatch(/^episode:/);
    expect(shared?.text).toContain("=Shared()");
    expect(shared?.text).toContain("Hello");
    expect(shared?.subject).toContain("SMS with Maria Lopez");
    expect(own?.text).toContain("Ben’s own");
    expect(own?.link).toMatch(/^https:\/\/crm\.example\.com\/log /);
  });

  it("takes days and files as without one", async () => {
    const world = await logged();
    expect(rowsOf(await of(world, "--from", "2026-01-06")).map(({ owner }) => owner)).toEqual(["ben"]);
    expect(rowsOf(await of(world, "--to", "2026-01-05")).map(({ owner }) => owner)).toEqual(["cy"]);
    const file = join(site.folder, "crm.md");
    expect(await of(world, "--markdown", file)).toBe(`2 records are in ${file} now. Only you can read it.`);
    expect(readFileSync(file, "utf8")).toContain("- Logged to: Scripted, https://crm.example.com/log ");
  });

  it("leaves out what stands nowhere", async () => {
    const world = await logWorld();
    world.crm.contacts.set(customer, []);
    await world.text(customer, "Hi", { to: benLine });
    await world.live(60_000);
    expect(rowsOf(`${await of(world)}\n`)).toEqual([]);
  });
});
