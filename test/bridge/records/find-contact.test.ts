import { describe, expect, it } from "vitest";
import type { Context } from "../../../src/bridge/context/context.ts";
import type { CrmContact } from "../../../src/bridge/contracts/crm.ts";
import { findContact } from "../../../src/bridge/records/find-contact.ts";
import { CrmError } from "../../../src/domain/errors.ts";
import type { Address, ContactId, Username } from "../../../src/domain/ids.ts";
import { defaultLogPolicy, type LogPolicy } from "../../../src/domain/log-policy.ts";
import { createGate } from "../../../src/lib/gate.ts";
import { maria } from "../front-desk.ts";
import { scriptedContact } from "../scripted-crm.ts";
import { createWorld as createOffice, minute, second, type World } from "../world.ts";

const ana = "ana" as Username;
const lopez = scriptedContact("1", "Maria Lopez", {
  phones: ["(555) 019-9001"],
  createdAt: 2,
  lastActivityAt: 5,
});
const diaz = scriptedContact("2", "Jo Diaz", {
  phones: ["+1 555-019-9001"],
  createdAt: 1,
  lastActivityAt: 9,
});
const other = scriptedContact("3", "Somebody else", { phones: ["555 019 9002"] });
const placeholder = "SMS contact (555) 019-9001";

/** In which Maria has texted. */
async function createWorld(): Promise<World> {
  const world = await createOffice();
  const texted = { id: "maria" as ContactId, address: maria, name: null, company: null, timeZone: null };
  await world.ctx.store.transaction((tx) => tx.contacts.putAll([{ ...texted, shared: null }], world.now()));
  return world;
}

const find = async (
  world: World,
  policy: Partial<LogPolicy> = {},
  address: Address = maria,
  name: string | null = null,
) => await findContact(world.ctx, { address, name, country: "US" }, { ...defaultLogPolicy, ...policy });

const chosen = async (world: World, address: Address = maria) =>
  await world.ctx.store.read((tx) => tx.crmContacts.chosenFor("scripted", address));

async function choose(
  world: World,
  contact: CrmContact | null,
  triedAt: number | null = null,
  by: Username | null = ana,
) {
  const choice = { crm: "scripted", address: maria, contact, chosenBy: by, chosenAt: 1, triedAt };
  await world.ctx.store.transaction((tx) => tx.crmContacts.choose(choice));
}

describe("a number in the CRM", () => {
  const none = "Scripted CRM has no contact with this number.";
  const two = "Scripted CRM has 2 contacts with this number.";
  it.each<[string, CrmContact[], Partial<LogPolicy>, string]>([
    ["one", [lopez], {}, "Maria Lopez"],
    ["one among strangers that the search told, too", [other, lopez], {}, "Maria Lopez"],
    ["one that is told twice", [lopez, lopez], {}, "Maria Lopez"],
    [
      "one that has it in two notations",
      [{ ...lopez, phones: ["5550199001", "+15550199001"] }],
      {},
      "Maria Lopez",
    ],
    ["none", [], {}, `contact: ${none}`],
    ["strangers alone", [other], {}, `contact: ${none}`],
    ["none, and those are left out", [], { unknownContact: "skip" }, `skipped: ${none}`],
    ["none, and those get a placeholder", [], { unknownContact: "placeholder" }, placeholder],
    ["several", [lopez, diaz], {}, `contact: ${two}`],
    ["several, and the one of late is taken", [lopez, diaz], { severalContacts: "most_recent" }, "Jo Diaz"],
    ["several, and the oldest is taken", [lopez, diaz], { severalContacts: "earliest" }, "Jo Diaz"],
    ["several, and the first by name", [lopez, diaz], { severalContacts: "first_by_name" }, "Jo Diaz"],
    [
      "several as recent as each other",
      [lopez, { ...diaz, lastActivityAt: 5 }],
      { severalContacts: "most_recent" },
      `contact: ${two}`,
    ],
    [
      "several, one without a date",
      [lopez, { ...diaz, createdAt: null }],
      { severalContacts: "earliest" },
      `contact: ${two}`,
    ],
    [
      "several, which no placeholder makes fewer",
      [lopez, diaz],
      { unknownContact: "placeholder" },
      `contact: ${two}`,
    ],
  ])("has %s", async (_, contacts, policy, expected) => {
    const world = await createWorld();
    world.crm.contacts.set(maria, contacts);
    const found = await find(world, policy);
    expect(
      found.kind === "held"
        ? `${found.hold}: ${found.reason}`
        : found.kind === "contact" && found.contact.name,
    ).toBe(expected);
  });

  it("asks where the search did not tell all", async () => {
    const world = await createWorld();
    world.crm.crm.findContacts = async () => ({ contacts: [lopez], more: true });
    expect(await find(world, { severalContacts: "earliest" })).toMatchObject({
      kind: "held",
      hold: "contact",
    });
  });

  it.each<[Address, Partial<LogPolicy>, string]>([
    ["12345" as Address, {}, "contact"],
    ["ACME" as Address, { unknownContact: "placeholder" }, "contact"],
    ["ACME" as Address, { unknownContact: "skip" }, "skipped"],
  ])("is not guessed at where %s is none", async (address, policy, hold) => {
    const world = await createWorld();
    expect(await find(world, policy, address)).toMatchObject({ kind: "held", hold });
    expect(world.crm.created).toEqual([]);
  });

  it("is never asked about where each has a contact by itself", async () => {
    const world = await createWorld();
    Object.assign(world.crm.capabilities, { everyNumberKnown: true });
    world.crm.contacts.set(maria, []);
    expect(await find(world, {}, maria, "Maria")).toMatchObject({
      kind: "contact",
      contact: { id: maria, name: "Maria" },
    });
    expect(await find(world, {}, "ACME" as Address)).toMatchObject({ kind: "contact" });
  });

  it("waits while the CRM is silent, for as long as it says", async () => {
    const world = await createWorld();
    world.crm.silent = true;
    expect(await find(world)).toMatchObject({ kind: "later", afterMs: null });
    world.crm.crm.findContacts = async () => {
      throw new CrmError("a limit", { kind: "429", retryable: true, certain: true, retryAfterMs: 7_000 });
    };
    expect(await find(world)).toEqual({ kind: "later", afterMs: 7_000, reason: "a limit" });
  });
});

describe("a choice", () => {
  it("is remembered for the number, and the CRM is not asked", async () => {
    const world = await createWorld();
    await choose(world, diaz);
    world.crm.silent = true;
    expect(await find(world)).toMatchObject({
      kind: "contact",
      contact: { id: "2", name: "Jo Diaz" },
      chosenBy: "ana",
    });
  });

  it("to be asked each time asks each time, although one has the number", async () => {
    const world = await createWorld();
    world.crm.contacts.set(maria, [lopez]);
    await choose(world, null);
    const reason = "Several people use this number.";
    expect(await find(world)).toEqual({ kind: "held", hold: "contact", reason });
  });
});

describe("a placeholder", () => {
  const policy = { unknownContact: "placeholder" } as const;

  it("has the prefix, what the team calls them, and the number", async () => {
    const world = await createWorld();
    world.crm.contacts.set(maria, []);
    await find(world, { ...policy, namePrefix: "Lead" }, maria, "Maria from the fair");
    expect(world.crm.created).toMatchObject([
      { name: "Lead Maria from the fair (555) 019-9001", type: "contact" },
    ]);
    expect(await chosen(world)).toMatchObject({ contact: { id: "new 1" }, chosenBy: null, triedAt: null });
  });

  it("is made once for two records of one number", async () => {
    const world = await createWorld();
    world.crm.contacts.set(maria, []);
    world.crm.crm.findContacts = async () => ({ contacts: [], more: false });
    const found = await Promise.all([find(world, policy), find(world, policy), find(world, policy)]);
    expect(world.crm.created).toHaveLength(1);
    for (const one of found) expect(one).toMatchObject({ kind: "contact", contact: { id: "new 1" } });
  });

  it.each(["begins", "is done"] as const)(
    "is made once, though another instance %s with it while it is looked for",
    async (how) => {
      const world = await createWorld();
      world.crm.contacts.set(maria, []);
      const { ctx } = world;
      const look = async () => ({ contacts: [], more: false });
      const there = { ...ctx, crm: { ...ctx.crm, findContacts: look } };
      const begun = createGate();
      if (how === "begins")
        there.crm.createContact = () => {
          begun.open();
          return new Promise(() => {});
        };
      const ask = (from: Context) =>
        findContact(from, { address: maria, name: null, country: "US" }, { ...defaultLogPolicy, ...policy });
      let looks = 0;
      const here = {
        ...ctx,
        crm: {
          ...ctx.crm,
          findContacts: async () => {
            looks += 1;
            const other = looks === 2 ? ask(there) : null;
            if (other !== null) await Promise.race([other, begun.pass()]);
            return await look();
          },
        },
      };
      expect(await ask(here)).toMatchObject({ kind: "later" });
      expect(looks).toBe(2);
      expect(world.crm.created).toHaveLength(how === "is done" ? 1 : 0);
    },
  );

  it("is of the kind that the policy names, and of one that the CRM does not know, none is made", async () => {
    const world = await createWorld();
    world.crm.contacts.set(maria, []);
    const found = await find(world, { ...policy, contactType: "lead" });
    expect(found).toEqual({
      kind: "held",
      hold: "contact",
      reason: "Scripted CRM knows no contact type “lead”.",
    });
    expect(world.crm.created).toEqual([]);
    Object.assign(world.crm.capabilities, {
      contactTypes: [
        { value: "x", name: "X" },
        { value: "lead", name: "Lead" },
      ],
    });
    await find(world, { ...policy, contactType: "lead" });
    expect(world.crm.created).toMatchObject([{ type: "lead" }]);
  });

  it("is the CRM's only kind where the policy calls that by a usual word, and none where it names another", async () => {
    const world = await createWorld();
    world.crm.contacts.set(maria, []);
    Object.assign(world.crm.capabilities, { contactTypes: [] });
    expect(await find(world, { ...policy, contactType: "patient" })).toMatchObject({
      kind: "held",
      reason: "Scripted CRM knows no contact type “patient”.",
    });
    await find(world, { ...policy, contactType: "Contact" });
    expect(world.crm.created).toMatchObject([{ type: null }]);
  });

  it("that can't be made here is asked about", async () => {
    const world = await createWorld();
    world.crm.contacts.set(maria, []);
    Object.assign(world.crm.capabilities, { createsContacts: false });
    expect(await find(world, policy)).toMatchObject({ kind: "held", hold: "contact" });
  });

  it("that the CRM rejects is asked about, with its sentence", async () => {
    const world = await createWorld();
    world.crm.contacts.set(maria, []);
    world.crm.createAnswers.push({ kind: "rejected", why: "invalid", sentence: "The name is missing." });
    expect(await find(world, policy)).toEqual({
      kind: "held",
      hold: "contact",
      reason: "The name is missing.",
    });
    expect(await chosen(world)).toMatchObject({ contact: null, triedAt: null });
  });

  it("that may have been made is looked for, and not made again", async () => {
    const world = await createWorld();
    world.crm.contacts.set(maria, []);
    world.crm.createAnswers.push({ kind: "unknown", reason: "the answer was lost" });
    expect(await find(world, policy)).toMatchObject({ kind: "later" });
    expect(await chosen(world)).toMatchObject({ contact: null, triedAt: world.now() });
    world.skip(9 * minute);
    expect(await find(world, policy)).toMatchObject({ kind: "later" });
    expect(world.crm.created).toEqual([]);
    world.crm.contacts.set(maria, [lopez]);
    expect(await find(world, policy)).toMatchObject({ kind: "contact", contact: { id: "1" } });
    expect(await chosen(world)).toMatchObject({ contact: { id: "1" }, triedAt: null });
  });

  it("that is not found for ten minutes is asked about", async () => {
    const world = await createWorld();
    world.crm.contacts.set(maria, []);
    await choose(world, null, world.now(), null);
    world.skip(10 * minute + second);
    expect(await find(world, policy)).toMatchObject({ kind: "held", hold: "contact" });
    expect(world.crm.created).toEqual([]);
  });

  it("is tried again where it is certain that nothing was made", async () => {
    const world = await createWorld();
    world.crm.contacts.set(maria, []);
    world.crm.createAnswers.push({ kind: "later", afterMs: 3_000, reason: "a limit" });
    expect(await find(world, policy)).toMatchObject({ kind: "later", afterMs: 3_000 });
    expect(await find(world, policy)).toMatchObject({ kind: "contact" });
    expect(world.crm.created).toHaveLength(1);
  });
});
