import { describe, expect, it } from "vitest";
import type { LogRecord } from "../../../src/bridge/contracts/store/records.ts";
import { holdRecord } from "../../../src/bridge/records/hold-record.ts";
import { wantRecord } from "../../../src/bridge/records/want-record.ts";
import type { Address, CrmContactId, RecordId, SlackUserId } from "../../../src/domain/ids.ts";
import { ana, ben, dan, maria, noel, stranger } from "../front-desk.ts";
import { scriptedContact } from "../scripted-crm.ts";
import { createWorld, minute, type World, words } from "../world.ts";

const lopez = scriptedContact("1", "Maria Lopez", { phones: ["(555) 019-9001"], company: "Lopez & Sons" });
const diaz = scriptedContact("2", "Jo Diaz", { phones: ["+1 555-019-9001"], type: "lead" });
const none = "Scripted CRM has no contact with this number.";

/** A record of a shared conversation that waits for a contact. */
async function held(world: World, from: Address = maria, reason = none): Promise<LogRecord> {
  await world.begin(from, "Hi");
  const episode = await world.openEpisode(from);
  return await world.ctx.store.transaction(async (tx) => {
    const what = { kind: "episode", conversation: episode.conversationId, episode: episode.id } as const;
    const record = await wantRecord(world.ctx, tx, what, { asked: true });
    if (record === null) throw new Error("nothing may be logged");
    await holdRecord(world.ctx, tx, record, "contact", reason);
    return record;
  });
}

const read = async (world: World, { id }: { readonly id: RecordId }) => {
  const record = await world.ctx.store.read((tx) => tx.records.get(id));
  if (record === null) throw new Error("there is no such record");
  return record;
};
const isEnqueued = async (world: World, { id }: LogRecord) =>
  await world.ctx.store.read((tx) => tx.outbox.hasKey(`log:${id}`));
const chosen = async (world: World) =>
  await world.ctx.store.read((tx) => tx.crmContacts.chosenFor("scripted", maria));

async function choose(
  world: World,
  record: LogRecord,
  contact: { readonly id: CrmContactId; readonly name: string },
  how: { readonly user?: SlackUserId; readonly eachTime?: boolean; readonly seen?: CrmContactId | null } = {},
) {
  const given = { user: ana, eachTime: false, seen: null, ...how };
  await world.bridge.offerContacts({ record: record.id, user: given.user, typed: "" });
  return await world.bridge.chooseContact({
    record: record.id,
    contact: contact.id,
    label: contact.name,
    ...given,
  });
}

const create = async (world: World, record: LogRecord, how: { user?: SlackUserId; name?: string } = {}) =>
  await world.bridge.createContact({
    record: record.id,
    user: how.user ?? ana,
    name: how.name ?? "Maria",
    type: null,
    seen: null,
    eachTime: false,
  });

async function conflict(contacts = [lopez, diaz]): Promise<World> {
  const world = await createWorld();
  world.crm.contacts.set(maria, contacts);
  return world;
}

describe("the form for choosing", () => {
  it("shows those who have the number, why it is asked, and what is known of who wrote", async () => {
    const world = await conflict([
      lopez,
      diaz,
      scriptedContact("3", "No match", { phones: ["+15550199009"] }),
    ]);
    const record = await held(world, maria, "Scripted CRM has 2 contacts with this number.");
    const form = await world.bridge.askContact({ record: record.id, user: ana, looks: true });
    expect(form).toMatchObject({
      crm: "Scripted CRM",
      contact: "Maria Lopez (…9001)",
      reason: "Scripted CRM has 2 contacts with this number.",
      seen: null,
      current: null,
      creates: { types: [{ value: "contact" }], type: "contact", name: "Maria Lopez" },
      asksEachTime: false,
    });
    expect("candidates" in form && form.candidates.contacts.map(({ name }) => name)).toEqual([
      "Maria Lopez",
      "Jo Diaz",
    ]);
  });

  it("opens while the CRM is silent, and says so", async () => {
    const world = await conflict();
    const record = await held(world);
    world.crm.silent = true;
    const form = await world.bridge.askContact({ record: record.id, user: ana, looks: true });
    const trouble = "Scripted CRM does not answer right now. Please try again in a moment.";
    expect(form).toMatchObject({ candidates: { contacts: [], trouble } });
    expect(await world.bridge.offerContacts({ record: record.id, user: ana, typed: "mar" })).toMatchObject({
      trouble,
    });
  });

  it("gives up on a CRM that hangs before Slack does", async () => {
    const world = await conflict();
    const record = await held(world);
    world.crm.crm.findContacts = () => new Promise(() => {});
    const offered = await world.bridge.offerContacts({ record: record.id, user: ana, typed: "mar" });
    expect(offered).toMatchObject({ contacts: [], trouble: expect.stringContaining("does not answer") });
  });

  it("looks by name, and by a number that is typed", async () => {
    const world = await conflict();
    const record = await held(world);
    world.crm.named.push(scriptedContact("7", "Mario"));
    world.crm.contacts.set(noel, [scriptedContact("8", "Noel", { phones: [noel] })]);
    const offer = async (typed: string) =>
      (await world.bridge.offerContacts({ record: record.id, user: ana, typed })).contacts.map(
        ({ name }) => name,
      );
    expect(await offer("")).toEqual(["Maria Lopez", "Jo Diaz"]);
    expect(await offer("mar")).toEqual(["Mario"]);
    expect(await offer("(555) 019-9002")).toEqual(["Noel"]);
  });

  it("is for whoever may read the conversation", async () => {
    const world = await conflict();
    const record = await held(world);
    const ask = async (user: SlackUserId) =>
      await world.bridge.askContact({ record: record.id, user, looks: true });
    expect(await ask(dan)).toEqual({ refusal: "Only members of Front desk and managers can choose this." });
    expect(await ask(stranger)).toMatchObject({ refusal: expect.stringContaining("directory") });
    expect(await choose(world, record, lopez, { user: dan })).toMatchObject({ refusal: expect.any(String) });
    expect(await create(world, record, { user: dan })).toMatchObject({ refusal: expect.any(String) });
    expect(words((await world.bridge.tryLogAgain({ record: record.id, user: dan })).sentence)).toContain(
      "Only members",
    );
    expect((await read(world, record)).hold).toBe("contact");
    expect(world.crm.created).toEqual([]);
  });
});

describe("a choice", () => {
  it("releases the record, is remembered for the number, and says who made it", async () => {
    const world = await conflict();
    const record = await held(world);
    expect(await choose(world, record, diaz)).toBeNull();
    const contact = { id: "2", type: "lead", name: "Jo Diaz" };
    expect(await read(world, record)).toMatchObject({ hold: null, reason: null, contact, chosenBy: "ana" });
    expect(await isEnqueued(world, record)).toBe(true);
    expect(await chosen(world)).toMatchObject({ contact, chosenBy: "ana" });
  });

  it("keeps the CRM's name and kind also where the app was started anew since the menu was drawn", async () => {
    const world = await conflict();
    const record = await held(world);
    const chosenAs = async (contact: string, label: string, seen: string | null) => {
      const as = { record: record.id, user: ana, eachTime: false, seen: seen as CrmContactId | null };
      expect(await world.bridge.chooseContact({ ...as, contact: contact as CrmContactId, label })).toBeNull();
      return (await read(world, record)).contact;
    };
    expect(await chosenAs("2", "Jo D…", null)).toEqual({ id: "2", type: "lead", name: "Jo Diaz" });
    world.crm.named.push(scriptedContact("7", "Mario Rossi", { type: "lead" }));
    expect(await chosenAs("7", "Mario R…", "2")).toEqual({ id: "7", type: "lead", name: "Mario Rossi" });
    world.crm.silent = true;
    expect(await chosenAs("8", "\u2068Noel\u2069", "7")).toEqual({ id: "8", type: null, name: "Noel" });
  });

  it("releases all others of the number that wait for it, and none of another number", async () => {
    const world = await conflict();
    const record = await held(world);
    await world.bridge.resolveEpisode({ episode: record.episodeId, user: ana });
    const second = await held(world);
    const other = await held(world, noel);
    await choose(world, second, diaz);
    expect(await read(world, record)).toMatchObject({ hold: null, contact: { id: "2" }, chosenBy: "ana" });
    expect(await read(world, second)).toMatchObject({ hold: null });
    expect(await read(world, other)).toMatchObject({ hold: "contact", contact: null });
  });

  it("for this time alone releases this record alone, and is asked again", async () => {
    const world = await conflict();
    const record = await held(world);
    await world.bridge.resolveEpisode({ episode: record.episodeId, user: ana });
    const second = await held(world);
    await choose(world, record, lopez, { eachTime: true });
    expect(await read(world, record)).toMatchObject({ hold: null, contact: { id: "1" } });
    expect(await read(world, second)).toMatchObject({ hold: "contact" });
    expect(await chosen(world)).toMatchObject({ contact: null, chosenBy: "ana" });
    expect(await world.bridge.askContact({ record: second.id, user: ana, looks: false })).toMatchObject({
      asksEachTime: true,
    });
  });

  it("that is submitted twice is made once", async () => {
    const world = await conflict();
    const record = await held(world);
    await choose(world, record, diaz);
    const { wanted } = await read(world, record);
    expect(await choose(world, record, diaz)).toBeNull();
    expect((await read(world, record)).wanted).toBe(wanted);
  });

  it("of two people at once is the first one's, and the second hears of it", async () => {
    const world = await conflict();
    const record = await held(world);
    const outcomes = await Promise.all([
      choose(world, record, diaz),
      choose(world, record, lopez, { user: ben }),
    ]);
    expect(outcomes[0]).toBeNull();
    expect(outcomes[1]).toEqual({
      refusal: "ana chose “Jo Diaz” already. Close this and open it again to change that.",
    });
    expect((await read(world, record)).contact?.id).toBe("2");
  });

  it("can be changed: the record is wanted anew on the other contact, without the deals of the one before", async () => {
    const world = await conflict();
    const record = await held(world);
    await choose(world, record, diaz);
    await world.ctx.store.transaction((tx) =>
      tx.records.update(record.id, {
        written: 2,
        additions: { note: "Call back", associations: { deal: "9" } },
      }),
    );
    const before = await read(world, record);
    expect(await choose(world, record, lopez, { seen: diaz.id, user: ben })).toBeNull();
    expect(await read(world, record)).toMatchObject({
      contact: { id: "1", name: "Maria Lopez" },
      chosenBy: "ben",
      wanted: before.wanted + 1,
      additions: { note: "Call back" },
    });
    expect((await read(world, record)).additions.associations).toBeUndefined();
    expect(await chosen(world)).toMatchObject({ contact: { id: "1" } });
  });

  it("is kept with the name that was offered, cut where it is endless", async () => {
    const world = await conflict([{ ...lopez, name: `<b>${"x".repeat(5_000)}` }]);
    const record = await held(world);
    await choose(world, record, lopez);
    const name = (await read(world, record)).contact?.name ?? "";
    expect(name.startsWith("<b>xxx")).toBe(true);
    expect(name.length).toBeLessThanOrEqual(200);
  });
});

describe("a contact that is created by hand", () => {
  it("is made with name and number, and the record is logged on it", async () => {
    const world = await conflict([]);
    const record = await held(world);
    expect(await create(world, record, { name: "  Maria\n Lopez " })).toBeNull();
    expect(world.crm.created).toMatchObject([{ name: "Maria Lopez", type: "contact", phones: [maria] }]);
    expect(await read(world, record)).toMatchObject({
      hold: null,
      contact: { id: "new 1", name: "Maria Lopez" },
    });
    expect(await chosen(world)).toMatchObject({ contact: { id: "new 1" }, chosenBy: "ana", triedAt: null });
  });

  it("is made once where the form is submitted twice, and where two people submit it", async () => {
    const world = await conflict([]);
    const record = await held(world);
    const outcomes = await Promise.all([
      create(world, record),
      create(world, record),
      create(world, record, { user: ben }),
    ]);
    expect(outcomes.slice(0, 2)).toEqual([null, null]);
    expect(outcomes[2]).toEqual({ refusal: expect.stringContaining("ana chose “Maria” already.") });
    expect(world.crm.created).toHaveLength(1);
  });

  it.each([
    ["", "Write the name of the contact."],
    [" \u200b ", "Write the name of the contact."],
    ["x".repeat(101), "A name can have 100 characters. Shorten it."],
  ])("needs a name: %j", async (name, refusal) => {
    const world = await conflict([]);
    const record = await held(world);
    expect(await create(world, record, { name })).toEqual({ refusal });
  });

  it("says what the CRM says against it, and can be tried again", async () => {
    const world = await conflict([]);
    const record = await held(world);
    world.crm.createAnswers.push({ kind: "rejected", why: "invalid", sentence: "HubSpot wants an e-mail." });
    world.crm.createAnswers.push({ kind: "later", afterMs: null, reason: "a limit" });
    expect(await create(world, record)).toEqual({ refusal: "HubSpot wants an e-mail." });
    expect(await create(world, record)).toEqual({
      refusal: expect.stringContaining("does not answer right now"),
    });
    expect(await create(world, record)).toBeNull();
    expect(world.crm.created).toHaveLength(1);
  });

  it("that may have been made is looked for, and made again only after ten minutes", async () => {
    const world = await conflict([]);
    const record = await held(world);
    world.crm.createAnswers.push({ kind: "unknown", reason: "the answer was lost" });
    expect(await create(world, record)).toEqual({
      refusal: expect.stringContaining("in 10 minutes, you can create it"),
    });
    // The record goes to it once it is found.
    expect(await read(world, record)).toMatchObject({ hold: null, contact: null });
    expect(await create(world, record)).toEqual({ refusal: expect.stringContaining("did not say") });
    expect(world.crm.created).toEqual([]);
    world.skip(11 * minute);
    expect(await create(world, record)).toBeNull();
    expect(world.crm.created).toHaveLength(1);
  });

  it("that can't be looked for is not made, and the log says why", async () => {
    const world = await conflict([]);
    const record = await held(world);
    world.crm.createAnswers.push({ kind: "unknown", reason: "the answer was lost" });
    await create(world, record);
    world.crm.silent = true;
    expect(await create(world, record)).toEqual({
      refusal: expect.stringContaining("does not answer right now"),
    });
    expect(world.crm.created).toEqual([]);
    expect(world.logged).toContainEqual({
      level: "warn",
      message: "the CRM could not be asked whether it made a contact",
    });
  });

  it("that was made after all is taken", async () => {
    const world = await conflict([]);
    const record = await held(world);
    world.crm.createAnswers.push({ kind: "unknown", reason: "the answer was lost" });
    await create(world, record);
    world.crm.contacts.set(maria, [scriptedContact("9", "Maria", { phones: [maria] })]);
    expect(await create(world, record)).toBeNull();
    expect(world.crm.created).toEqual([]);
    expect((await read(world, record)).contact?.id).toBe("9");
  });
});

describe("a record that waits", () => {
  it.each(["rejected", "uncertain", "deleted"] as const)(
    "as %s is tried again when somebody asks",
    async (hold) => {
      const world = await conflict();
      const record = await held(world);
      await world.ctx.store.transaction((tx) =>
        holdRecord(world.ctx, tx, record, hold, "The subject is missing."),
      );
      const outcome = await world.bridge.tryLogAgain({ record: record.id, user: ana });
      expect(words(outcome.sentence)).toBe(
        "It is tried again with Scripted CRM. The card shows how it went.",
      );
      expect(await read(world, record)).toMatchObject({ hold: null, reason: null });
      expect(await isEnqueued(world, record)).toBe(true);
      const twice = await world.bridge.tryLogAgain({ record: record.id, user: ana });
      expect(words(twice.sentence)).toContain("being logged to Scripted CRM already");
    },
  );
});
