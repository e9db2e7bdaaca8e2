import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Crm, LogEntry } from "../../../src/bridge/contracts/crm.ts";
import { createCrm, crmDefinitions } from "../../../src/crm/index.ts";
import { crmKeeping } from "../../../src/crm-keeping.ts";
import type { Address, ContactId, CrmContactId, RecordKey } from "../../../src/domain/ids.ts";
import { parseE164 } from "../../../src/domain/phone.ts";
import { createIds } from "../../../src/lib/new-id.ts";
import { openStore } from "../../../src/store/index.ts";
import { temporaryFolder } from "../../lib/temporary-folder.ts";
import { type CrmWorld, describeCrmContract } from "../crm-contract.ts";
import { contactOf, entryOf } from "../entry-of.ts";

// Whoever texts is a contact by itself, and what is kept here is erased by our own commands alone.
describeCrmContract("The database itself", createLocalWorld, {
  network: true,
  deleting: true,
  credentials: true,
  strangers: true,
  owners: true,
  limit: true,
  lists: true,
});

/** With its tables: to make them for each test anew would be most of the time. */
const prepared = temporaryFolder("local-crm");
const options = { keys: [], tables: "update" } as const;
beforeAll(async () => {
  await (await openStore({ database: join(prepared, "threadline.db"), ...options })).close();
});
afterAll(() => rmSync(prepared, { recursive: true }));

async function createLocalWorld(): Promise<CrmWorld> {
  const folder = temporaryFolder("local-crm");
  cpSync(prepared, folder, { recursive: true });
  const store = await openStore({ database: join(folder, "threadline.db"), ...options });
  const newId = createIds(Date.now, (count) => crypto.getRandomValues(new Uint8Array(count)));
  const keeping = crmKeeping(() => store, { now: Date.now, newId });
  const call = () => Promise.reject(new Error("nobody is called"));
  const chosen = { name: "local", settings: {} };
  return {
    crm: createCrm(crmDefinitions, chosen, { call, now: Date.now, keeping }),
    user: null,
    async put({ name, phones, company = null }) {
      const address = parseE164(phones[0] ?? "", "US") as string as Address;
      const details = { id: newId() as ContactId, address, name, company, timeZone: null, shared: null };
      await store.transaction((tx) => tx.contacts.putAll([details], Date.now()));
      return address as string as CrmContactId;
    },
    removeContact: () => {},
    removeLog: () => {},
    async logs() {
      const logs = await store.read((tx) => tx.localLogs.between(0, Number.MAX_SAFE_INTEGER, null, 100));
      return logs.map(({ address, subject, body }) => ({
        contact: address as string as CrmContactId,
        words: `${subject}\n${body}`,
      }));
    },
    contacts: () => 0,
    next: () => {},
    nextQuestion: () => {},
    variant: () => null,
    async stop() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

describe("a database that does not take anything", () => {
  it("is asked again later: certainly nothing was done", async () => {
    const fails = () => Promise.reject(new Error("the disk is full: +12025550143"));
    const keeping = { ...crmKeeping(() => never(), { now: Date.now, newId: () => "1" }), putLog: fails };
    const call = () => Promise.reject(new Error("nobody is called"));
    const crm: Crm = createCrm(
      crmDefinitions,
      { name: "local", settings: {} },
      { call, now: Date.now, keeping: { ...keeping, nameOwn: fails } },
    );
    const later = {
      kind: "later",
      afterMs: null,
      reason: expect.stringMatching(/^the database did not take it: \w*Error$/),
    };
    expect(await crm.writeLog({ key: "day:c:2026-03-02" as RecordKey, part: 1 } as LogEntry, null)).toEqual(
      later,
    );
    const contact = { phone: "+12025550143" as Address, name: "Maria", type: null };
    expect(await crm.createContact(contact)).toEqual(later);
  });
});

it("nothing is kept of a contact that was erased while their record was on its way", async () => {
  const world = await createLocalWorld();
  const contact = await world.put({ name: "Maria", phones: ["+12025550143"] });
  await world.crm.writeLog(entryOf(contactOf(contact)), null);
  const key = "day:conversation-2:2026-03-02" as RecordKey;
  await world.crm.writeLog(entryOf(contactOf("+12025550144"), { key }), null);
  expect((await world.logs()).map(({ contact: of }) => of)).toEqual([contact]);
  await world.stop();
});

function never(): never {
  throw new Error("nothing is open");
}
