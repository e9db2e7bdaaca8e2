import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apply } from "../../src/command-line/apply.ts";
import { backup } from "../../src/command-line/backup.ts";
import { blocked, unblock } from "../../src/command-line/blocked.ts";
import { exportContacts, importFile } from "../../src/command-line/contacts.ts";
import { erase } from "../../src/command-line/erase.ts";
import { exportCustomer } from "../../src/command-line/export.ts";
import { exportRecords } from "../../src/command-line/export-records.ts";
import { logMissing } from "../../src/command-line/log-missing.ts";
import { move } from "../../src/command-line/move.ts";
import { openMade } from "../../src/command-line/open-made.ts";
import { printOptOuts } from "../../src/command-line/optouts.ts";
import { restore } from "../../src/command-line/restore.ts";
import { seal } from "../../src/command-line/seal.ts";
import { exportTemplates, importTemplatesFile } from "../../src/command-line/templates.ts";
import { printTranscript } from "../../src/command-line/transcript.ts";
import { loadSlackCalls } from "../../src/config.ts";
import { createScreen, createSite, type Site } from "./site.ts";

const maria = "+15550199061";
const progress = { show: () => {}, end: () => {} };
const refusal = /was moved to .*there\.db, and Threadline goes on there/;

let site: Site;
beforeEach(async () => {
  site = await createSite();
  await apply(site.config(), createScreen(), Date.now);
  await people(false);
});
afterEach(() => site.stop());

async function moveAway(): Promise<void> {
  const from = { database: site.databaseFile, givenAs: "--from" };
  const to = { database: join(site.folder, "there.db"), givenAs: "--to" };
  await move({ from, to, encryptionKeys: [] }, { ...createScreen(), progress });
}

function file(name: string, content: string): string {
  const path = join(site.folder, name);
  writeFileSync(path, content);
  return path;
}

const people = (dryRun: boolean) =>
  importFile(
    site.config(),
    { file: file("people.csv", `number,name\n${maria},Maria Lopez\n`), dryRun },
    createScreen(),
    Date.now,
  );
const templates = (dryRun: boolean) =>
  importTemplatesFile(
    site.config(),
    { file: file("t.csv", "scope,key,name,text\ncompany,way,The way,By the side door\n"), dryRun },
    createScreen(),
    Date.now,
  );
const log = (dryRun: boolean) =>
  logMissing(
    { ...site.config(), crm: "local" },
    { days: { from: null, to: null }, dryRun, stopped: new AbortController().signal },
    { ...createScreen(), progress },
    Date.now,
  );
const sealed = () =>
  seal(site.config({ ENCRYPTION_KEY: Buffer.alloc(32, 1).toString("base64") }), createScreen());

describe("on a database that was moved from", () => {
  it.each<readonly [string, () => Promise<unknown>]>([
    ["apply", () => apply(site.config(), createScreen(), Date.now)],
    ["contacts import, also of what is there already", () => people(false)],
    ["templates import", () => templates(false)],
    ["unblock", () => unblock(site.config(), maria, createScreen(), Date.now)],
    ["erase", () => erase(site.config(), loadSlackCalls(site.env), maria, createScreen(), Date.now)],
    ["log", () => log(false)],
    ["seal", sealed],
  ])("%s is refused, and says where it goes on", async (_, act) => {
    await moveAway();
    await expect(act()).rejects.toThrow(refusal);
  });

  it.each<readonly [string, () => Promise<unknown>]>([
    ["export", () => exportCustomer(site.config(), maria, createScreen())],
    ["optouts", () => printOptOuts(site.config(), "", false, createScreen())],
    ["blocked", () => blocked(site.config(), createScreen())],
    ["contacts export", () => exportContacts(site.config(), createScreen())],
    ["contacts import --dry-run", () => people(true)],
    ["templates import --dry-run", () => templates(true)],
    ["templates export", () => exportTemplates(site.config(), join(site.folder, "all.csv"), createScreen())],
    ["log --dry-run", () => log(true)],
    ["backup", () => backup(site.config(), join(site.folder, "copy.db"), createScreen())],
    [
      "records export",
      () =>
        exportRecords(
          { ...site.config(), crm: "local" },
          { days: { from: null, to: null }, writes: null },
          createScreen(),
        ),
    ],
  ])("%s goes on, since it only reads", async (_, act) => {
    await moveAway();
    expect(await act()).toBe(0);
  });

  it("a transcript is looked for as elsewhere", async () => {
    await moveAway();
    await expect(printTranscript(site.config(), maria, false, createScreen())).rejects.toThrow(
      "There is no conversation with Maria Lopez",
    );
  });

  it("what a command began before writes nothing more", async () => {
    const store = await openMade(site.config(), { writes: true });
    await moveAway();
    const written = store.transaction((tx) => tx.settings.write("late", "1")).finally(store.close);
    await expect(written).rejects.toThrow(refusal);
  });

  it("all of them go on once it is restored", async () => {
    await moveAway();
    await restore(site.config(), "", createScreen(), Date.now);
    expect(await templates(false)).toBe(0);
  });
});
