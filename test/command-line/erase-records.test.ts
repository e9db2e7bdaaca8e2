/** Erase and export of a customer whose conversations are logged. */
import { readFileSync } from "node:fs";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { erase } from "../../src/command-line/erase.ts";
import { exportCustomer } from "../../src/command-line/export.ts";
import { loadSlackCalls } from "../../src/config.ts";
import type { Address, CrmContactId, SlackUserId, Username } from "../../src/domain/ids.ts";
import { startCrm } from "../../src/sandbox/crm/start-crm.ts";
import type { CrmStandIn } from "../../src/sandbox/crm/types/stand-in.ts";
import { hubspot } from "../../src/sandbox/hubspot/hubspot.ts";
import { scene, sceneDirectory } from "../../src/sandbox/sandbox.ts";
import { openStore } from "../../src/store/index.ts";
import { until } from "../journeys/until.ts";
import { createScreen, createSite, type Site } from "./site.ts";

let site: Site;
let crm: CrmStandIn;
beforeEach(async () => {
  site = await createSite();
  site.writeDirectory(`${sceneDirectory}crm: { log_shared: from_first_message }\n`);
  crm = await startCrm(hubspot, { lagMs: 0 });
  crm.control.putContact({ name: "Maria Lopez", phone: "(555) 019-9001" });
  crm.control.putContact({ name: "Sam Okafor", phone: "(555) 019-9002" });
});
afterEach(async () => {
  await site.stop();
  await crm.stop();
});

const text = (from: string, body: string) => site.sandbox.twilio.control.text({ from, to: scene.line, body });
const inCrm = () => crm.control.records().map(({ body }) => body);

function rows(sql: string, ...given: string[]): unknown[] {
  const sqlite = new Database(site.databaseFile, { readonly: true });
  const found = sqlite
    .prepare(sql)
    .pluck()
    .all(...given);
  sqlite.close();
  return found;
}

/** The jobs that are to write what is logged of a customer. */
const owedOf = (phone: string) =>
  rows(
    `select outbox.id from outbox join records on outbox.key = 'log:' || records.id
       join conversations on conversations.id = records.conversation_id
       join contacts on contacts.id = conversations.contact_id where address = ?`,
    phone,
  );

/** Maria's and Sam's conversations stand in the CRM, and a text of hers is to go there yet. */
async function logged() {
  const app = await site.startApp(crm.environment);
  await text(scene.maria, "Marias first words");
  await text(scene.sam, "Sams words");
  await until("both in the CRM", async () => {
    await app.tick();
    return (
      inCrm().length === 2 && rows("select reference from record_parts where reference is null").length === 0
    );
  });
  await text(scene.maria, "Marias next words");
  await until("a record that is to be written anew", async () => {
    await app.tick();
    const isNoted = rows("select id from messages where unlogged = 1").length === 0;
    return isNoted && owedOf(scene.maria).length > 0;
  });
  return app;
}

/** What only some conversations have: what was logged here before, whom somebody chose, who was asked. */
async function keepMore(key: string, words: string, address: Address): Promise<void> {
  const { database: file, encryptionKeys: keys } = site.config();
  const store = await openStore({ database: file, keys, tables: "expect" });
  const ana = "ana" as Username;
  await store.transaction(async (tx) => {
    const contact = await tx.contacts.find(address);
    const [episode] = contact === null ? [] : await tx.episodes.openWith(contact.id);
    if (episode === undefined) throw new Error("no conversation");
    await tx.localLogs.put({
      ...{ key, address, owner: ana, startedAt: 1, changedAt: 1 },
      ...{ subject: `Subject ${words}`, body: `Body ${words}` },
    });
    const chosen = { id: "chosen" as CrmContactId, type: null, name: `Chosen ${words}` };
    await tx.crmContacts.choose({
      ...{ crm: "hubspot", address, contact: chosen },
      ...{ chosenBy: ana, chosenAt: 1, triedAt: null },
    });
    await tx.logSettings.notePrompt(episode.conversationId, "2026-01-31", ana, 1);
    await tx.episodeEvents.add({
      ...{ id: `event ${key}` as never, episodeId: episode.id, kind: "assigned", at: 1 },
      ...{ by: ana, byUser: scene.ana as SlackUserId, to: ana },
    });
  });
  await store.close();
}

const tables = ["records", "record_parts", "local_logs", "crm_contacts", "log_prompts", "episode_events"];
const counts = () =>
  Object.fromEntries(tables.map((table) => [table, rows(`select count(*) from ${table}`)[0]]));

it("what is logged of a customer is exported, and erased with what was to be logged yet; what the CRM has is named", async () => {
  const app = await logged();
  await app.stop();
  await keepMore("local of maria", "of Maria", scene.maria as Address);
  await keepMore("local of sam", "of Sam", scene.sam as Address);
  expect(counts()).toEqual({
    records: 2,
    record_parts: 2,
    local_logs: 2,
    crm_contacts: 2,
    log_prompts: 2,
    episode_events: 2,
  });
  const owed = owedOf(scene.maria).map(String);
  expect(owed).toHaveLength(1);
  const [url] = rows(
    `select url from record_parts join records on records.id = record_id join conversations on conversations.id = conversation_id
       join contacts on contacts.id = conversations.contact_id where address = ?`,
    scene.maria,
  );

  const screen = createScreen();
  expect(await exportCustomer(site.config(), scene.maria, screen)).toBe(0);
  for (const words of [
    "What is logged of a conversation",
    "What of it stands in the CRM",
    `url: ${url}`,
    "Logged in Threadline's own database\n  Body of Maria",
    "Whom of the CRM somebody chose for the number",
    "name: Chosen of Maria",
    "Who was shown what to log",
    "What was done with a conversation",
  ])
    expect(screen.text()).toContain(words);
  expect(screen.text()).not.toContain("of Sam");

  const erasing = createScreen();
  expect(await erase(site.config(), loadSlackCalls(site.env), scene.maria, erasing, Date.now)).toBe(0);
  expect(erasing.text()).toContain(`- A record in the CRM (HubSpot): delete it there: ${url}`);
  expect(erasing.text().match(/A record in the CRM/g)).toHaveLength(1);
  expect(Object.values(counts())).toEqual([1, 1, 1, 1, 1, 1]);
  expect(rows("select id from outbox where id = ?", ...owed)).toEqual([]);
  const onDisk = readFileSync(site.databaseFile, "latin1");
  for (const words of ["Marias", "of Maria", String(url)]) expect(onDisk).not.toContain(words);
  expect(onDisk).toContain("Body of Sam");
});

it("erased beside the running app, what was to be logged is not, and a new text begins a record of its own", async () => {
  const app = await logged();
  const screen = createScreen();
  const owed = owedOf(scene.maria).map(String);
  expect(owed).toHaveLength(1);
  expect(await erase(site.config(), loadSlackCalls(site.env), scene.maria, screen, Date.now)).toBe(0);
  expect(screen.text()).toContain("- A record in the CRM (HubSpot): delete it there: https://");
  expect(rows("select id from outbox where id = ?", ...owed)).toEqual([]);
  await text(scene.maria, "Marias words afterwards");
  await until("the new record", async () => {
    await app.tick();
    return inCrm().length === 3;
  });
  expect(inCrm().filter((body) => body.includes("Marias first words"))).toHaveLength(1);
  expect(inCrm().filter((body) => body.includes("Marias next words"))).toEqual([]);
  const [, , last] = inCrm();
  expect(last).toContain("Marias words afterwards");
  expect(last).not.toContain("Marias first words");
});
