import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { apply } from "../../../src/command-line/apply.ts";
import { blocked, unblock } from "../../../src/command-line/blocked.ts";
import { exportContacts, importFile } from "../../../src/command-line/contacts.ts";
import { erase } from "../../../src/command-line/erase.ts";
import { exportCustomer } from "../../../src/command-line/export.ts";
import { exportRecords } from "../../../src/command-line/export-records.ts";
import { logMissing } from "../../../src/command-line/log-missing.ts";
import { printOptOuts } from "../../../src/command-line/optouts.ts";
import { seal } from "../../../src/command-line/seal.ts";
import { exportTemplates, importTemplatesFile } from "../../../src/command-line/templates.ts";
import { printTranscript } from "../../../src/command-line/transcript.ts";
import { loadSlackCalls } from "../../../src/config.ts";
import { scene } from "../../../src/sandbox/sandbox.ts";
import { until } from "../../journeys/until.ts";
import { ask } from "./bare-database.ts";
import { postgresSite } from "./site.ts";

const keyOf = (byte: number) => Buffer.alloc(32, byte).toString("base64");
const allDays = { from: null, to: null };

/** Every value of every table, as whoever has the database reads it. */
async function everything(url: string): Promise<string> {
  const tables = await ask<{ name: string }>(
    url,
    "select tablename as name from pg_tables where schemaname = 'public'",
  );
  const rows = await Promise.all(tables.map(({ name }) => ask(url, `select * from "${name}"`)));
  return JSON.stringify(rows);
}

describe("on a database of PostgreSQL's", () => {
  it("start runs twice: both take texts in, each is answered once", async () => {
    const there = await postgresSite();
    const first = await there.start();
    await there.start();
    await there.talk();
    await first.stop();
    await there.text("And tomorrow?");
    await until("the next text", () => there.inSlack().includes("And tomorrow?"));
    expect(there.got("Until 6")).toBe(1);
  });

  it("apply makes the tables where there are none, and is taken over by who runs", async () => {
    const there = await postgresSite();
    const applied = () => there.said((screen) => apply(there.config(), screen, Date.now));
    const first = await applied();
    expect(first.text).toContain("New: member ben.");
    expect(first.text).toContain("Threadline is not running; it goes by it when it starts.");
    expect((await applied()).text).toContain("nothing changed");
    await there.start();
    const { site } = there;
    site.writeDirectory(
      readFileSync(site.env.DIRECTORY_FILE ?? "", "utf8").replace("name: Front desk,", "name: Reception,"),
    );
    expect((await applied()).text).toContain("The running Threadline goes by it from now on");
  });

  it("export, transcript, optouts and blocked tell of a customer", async () => {
    const there = await postgresSite();
    await (await there.start()).stop();
    await there.start();
    await there.talk();
    const config = there.config();
    const exported = await there.said((screen) => exportCustomer(config, scene.maria, screen));
    expect(exported).toMatchObject({ code: 0, text: expect.stringMatching(/Are you open\?[\s\S]*Until 6/) });
    const told = await there.said((screen) => printTranscript(config, scene.maria, false, screen));
    expect(told.text).toMatch(/Are you open\?[\s\S]*Until 6/);
    await there.text("STOP");
    await until("that she opted out", async () =>
      (await there.said((screen) => printOptOuts(config, "", false, screen))).text.includes("STOP"),
    );
    expect((await there.said((screen) => blocked(config, screen))).text).toBe("No number is blocked.");
    await expect(
      unblock(config, scene.maria, { say: () => {}, paint: (_, text) => text }, Date.now),
    ).rejects.toThrow("is not blocked");
  });

  it("erase leaves nothing of a customer, and says where traces are", async () => {
    const there = await postgresSite();
    const app = await there.start();
    await there.talk();
    const slack = loadSlackCalls({ ...there.site.env, ...there.change });
    const erased = () => there.said((screen) => erase(there.config(), slack, scene.maria, screen, Date.now));
    const { code, text } = await erased();
    expect(code).toBe(0);
    expect(text).toContain("1 conversation, 2 texts");
    expect(text).toContain(
      "- Traces in the free space of its tables: run it once more while Threadline is stopped",
    );
    expect(text).toContain("- Traces in the write-ahead log of PostgreSQL's server");
    expect(text).not.toContain("Copies beside the database");
    expect(await everything(there.url)).not.toMatch(/Are you open|Until 6/);
    await app.stop();
    await there.start().then((again) => again.stop());
    expect((await erased()).text).toContain("Nothing is stored of");
  });

  it("seal seals what was readable, beside who runs and alone", async () => {
    const there = await postgresSite();
    const app = await there.start();
    await there.talk();
    await app.stop();
    expect(await everything(there.url)).toContain("Are you open?");
    const sealed = (key: string) =>
      there.said((screen) => seal(there.config({ ENCRYPTION_KEY: key }), screen));
    const first = await sealed(keyOf(1));
    expect(first.text).toMatch(/Sealed: \d+ rows that could be read, 0 rows that an older key had sealed\./);
    expect(first.text).not.toContain("run threadline seal once more");
    expect(await everything(there.url)).not.toContain("Are you open?");
    await there.start({ ENCRYPTION_KEY: `${keyOf(2)},${keyOf(1)}` });
    const second = await sealed(`${keyOf(2)},${keyOf(1)}`);
    expect(second.text).toContain("run threadline seal once more while Threadline is stopped");
    await there.text("Still there?");
    await until("the next text", () => there.inSlack().includes("Still there?"));
  });

  it("contacts and templates are taken over from files, and exported", async () => {
    const there = await postgresSite();
    await there.start();
    const file = (name: string, text: string) => {
      const path = join(there.site.folder, name);
      writeFileSync(path, text);
      return path;
    };
    const config = there.config();
    const contacts = file("contacts.csv", `number,name\n${scene.sam},Sam Okafor Jr.\n`);
    const taken = await there.said((screen) =>
      importFile(config, { file: contacts, dryRun: false }, screen, Date.now),
    );
    expect(taken.text).toContain("1 contact in");
    expect((await there.said((screen) => exportContacts(config, screen))).text).toContain("Sam Okafor Jr.");
    const templates = file(
      "templates.csv",
      "scope,key,name,text\ncompany,hours,Hours,We are open until 6.\n",
    );
    const imported = await there.said((screen) =>
      importTemplatesFile(config, { file: templates, dryRun: false }, screen, Date.now),
    );
    expect(imported.text).toContain("1 template in");
    const out = join(there.site.folder, "out.csv");
    await there.said((screen) => exportTemplates(config, out, screen));
    expect(readFileSync(out, "utf8")).toContain("We are open until 6.");
  });

  it("log and records export find what was said", async () => {
    const there = await postgresSite();
    const app = await there.start();
    await there.talk();
    await app.stop();
    const config = { ...there.config(), crm: "local" };
    const progress = { show: () => {}, end: () => {} };
    const asked = {
      days: { from: "2026-01-01", to: null },
      dryRun: true,
      stopped: new AbortController().signal,
    };
    const logged = await there.said((screen) => logMissing(config, asked, { ...screen, progress }, Date.now));
    expect(logged.text).toContain("Nothing was written.");
    const records = await there.said((screen) =>
      exportRecords(config, { days: allDays, writes: null }, screen),
    );
    expect(records.code).toBe(0);
  });

  it("a command on a database without tables says what to do", async () => {
    const there = await postgresSite();
    await expect(
      exportCustomer(there.config(), scene.maria, { say: () => {}, paint: (_, text) => text }),
    ).rejects.toThrow(/Run `threadline start` once/);
  });

  it("a password is in no sentence, whatever goes wrong", async () => {
    const there = await postgresSite();
    const url = "postgres://threadline:hunter2@127.0.0.1:1/texts";
    const failing = apply(
      there.config({ DATABASE_URL: url }),
      { say: () => {}, paint: (_, text) => text },
      Date.now,
    );
    const failure = await failing.catch((error: unknown) => error);
    expect(String(failure)).toContain("the database texts on 127.0.0.1:1 can't be reached");
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain("hunter2");
  });
});
