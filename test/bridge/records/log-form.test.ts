import { describe, expect, it } from "vitest";
import type { LogRecord } from "../../../src/bridge/contracts/store/records.ts";
import type { LogForm } from "../../../src/bridge/records/log-form.ts";
import { noteUnlogged } from "../../../src/bridge/records/note-unlogged.ts";
import type { SubmitLog, SubmittedLog } from "../../../src/bridge/records/submit-log.ts";
import type { Directory } from "../../../src/domain/directory.ts";
import type { CrmContactId, SlackUserId } from "../../../src/domain/ids.ts";
import type { LogRules } from "../../../src/domain/log-policy.ts";
import { ana, ben, benLine, cy, dan, maria, officeWithDirect, stranger } from "../front-desk.ts";
import { scriptedContact } from "../scripted-crm.ts";
import { createWorld, type World } from "../world.ts";

/** The office with rules about what is logged, for all. */
const ruled = (crm: LogRules): Directory => ({ ...officeWithDirect, crm });

async function shared(crm: LogRules = {}): Promise<World> {
  const world = await createWorld({ directory: ruled(crm) });
  await world.begin(maria, "Hi");
  return world;
}

async function direct(crm: LogRules = {}): Promise<World> {
  const world = await createWorld({ directory: ruled(crm) });
  await world.text(maria, "Hi", { to: benLine });
  await world.runAll();
  return world;
}

async function opened(world: World, user: SlackUserId = ben): Promise<LogForm> {
  const form = await asked(world, user);
  if ("refusal" in form) throw new Error(form.refusal);
  return form;
}

async function asked(world: World, user: SlackUserId = ben) {
  const { id } = await episodeOf(world);
  return await world.bridge.askToLog({ user, of: { episode: id } });
}

const episodeOf = async (world: World) =>
  await world.ctx.store.read(async (tx) => {
    const [conversation] = await tx.conversations.withContact(maria);
    const episode = conversation && (await tx.episodes.newest(conversation.id));
    if (!episode) throw new Error("there is no conversation");
    return episode;
  });

let acts = 0;
async function submit(world: World, form: LogForm, change: Partial<SubmitLog> = {}): Promise<SubmittedLog> {
  acts += 1;
  const { target, preset, seen, filled } = form;
  return await world.bridge.submitLog({
    user: ben,
    target,
    preset,
    seen,
    filled,
    act: `view:${acts}`,
    ...change,
  });
}

const withNote = ({ filled }: LogForm, note: string) => ({ filled: { ...filled, note } });

const recordsOf = async (world: World): Promise<LogRecord[]> => {
  const { id } = await episodeOf(world);
  const standing = await world.ctx.store.read((tx) => tx.records.withUrls(id, 10));
  return standing.map(({ record }) => record);
};

const fromFirst: LogRules = { logShared: { value: "from_first_message", customizable: false } };
const tom = scriptedContact("tom", "Tom");

describe("Log to CRM", () => {
  it("makes the record of an open shared conversation, which grows from then on", async () => {
    const world = await shared();
    const form = await opened(world);
    expect(form).toMatchObject({ what: "The whole conversation", standing: null, target: { record: null } });
    expect(await submit(world, form, withNote(form, " Call back "))).toEqual({ kind: "done" });
    expect(await recordsOf(world)).toMatchObject([
      { kind: "episode", hold: null, askedAt: world.now(), additions: { note: "Call back" } },
    ]);
    expect((await episodeOf(world)).recorded).toBe(true);
  });

  it("makes the record of a direct conversation's day, or adds to the one that is there", async () => {
    const world = await direct();
    const form = await opened(world);
    expect(form).toMatchObject({ what: "The day 2026-01-05", target: { day: "2026-01-05" } });
    await submit(world, form, withNote(form, "Call back"));
    expect(await recordsOf(world)).toMatchObject([
      { kind: "day", localDay: "2026-01-05", contact: null, chosenBy: null },
    ]);
    const again = await opened(world);
    expect(again.filled.note).toBe("Call back");
    await submit(world, again, withNote(again, "Called back"));
    expect(await recordsOf(world)).toMatchObject([{ additions: { note: "Called back" } }]);
  });

  it("is of the newest day that has texts", async () => {
    const world = await direct();
    world.skip(3 * 24 * 60 * 60_000);
    expect((await opened(world)).target.day).toBe("2026-01-05");
  });

  it("logs what is not logged by itself", async () => {
    const world = await direct({ autoLog: { value: false, customizable: false } });
    await noteUnlogged(world.ctx);
    expect(await recordsOf(world)).toMatchObject([{ hold: "off" }]);
    const form = await opened(world);
    expect(form.standing).toBe("Logging by itself is off here.");
    await submit(world, form);
    expect(await recordsOf(world)).toMatchObject([{ hold: null, reason: null, askedAt: world.now() }]);
  });

  it("done twice is done once", async () => {
    const world = await shared();
    const form = await opened(world);
    const same = { ...withNote(form, "Call back"), act: "view:same" };
    expect(await submit(world, form, same)).toEqual({ kind: "done" });
    const once = await recordsOf(world);
    expect(await submit(world, form, same)).toEqual({ kind: "done" });
    expect(await recordsOf(world)).toEqual(once);
  });

  it("has the chosen contact as the CRM does, also where the app was started anew since the menu was drawn", async () => {
    const world = await direct();
    const form = await opened(world);
    world.crm.named.push(scriptedContact("tom", "Tom Baker", { type: "lead" }));
    const contact = { id: tom.id, type: null, name: "Tom B…" };
    await submit(world, form, { filled: { ...form.filled, contact } });
    expect(await recordsOf(world)).toMatchObject([
      { contact: { id: "tom", type: "lead", name: "Tom Baker" }, chosenBy: "ben" },
    ]);
  });

  it("is prefilled with whom the CRM has under the number, or whom somebody chose", async () => {
    const world = await shared();
    world.crm.contacts.set(maria, [scriptedContact("m1", "Maria Lopez", { phones: ["(555) 019-9001"] })]);
    expect((await opened(world)).filled.contact).toMatchObject({ id: "m1", name: "Maria Lopez" });
    world.crm.contacts.set(maria, [
      scriptedContact("m1", "Maria", { phones: [maria] }),
      scriptedContact("m2", "Mario", { phones: [maria] }),
    ]);
    const form = await opened(world);
    expect(form.filled.contact).toBeNull();
    await submit(world, form, { filled: { ...form.filled, contact: tom } });
    expect(await recordsOf(world)).toMatchObject([{ contact: { id: "tom", name: "Tom" }, chosenBy: "ben" }]);
    const remembered = await world.ctx.store.read((tx) => tx.crmContacts.chosenFor("scripted", maria));
    expect(remembered?.contact?.id).toBe("tom");
    expect((await opened(world)).filled.contact).toMatchObject({ id: "tom" });
  });

  it("lists those who have the number where they are several, also once one is chosen", async () => {
    const world = await shared();
    const [m1, m2] = ["m1", "m2"].map((id) => scriptedContact(id, `Maria ${id}`, { phones: [maria] }));
    if (m1 === undefined || m2 === undefined) throw new Error("no contacts");
    world.crm.contacts.set(maria, [m1, m2]);
    const form = await opened(world);
    expect(form).toMatchObject({ filled: { contact: null }, candidates: [m1, m2], preset: null });
    await submit(world, form, { filled: { ...form.filled, contact: m2 } });
    const again = await opened(world);
    expect(again).toMatchObject({ filled: { contact: { id: "m2" } }, candidates: [m1, m2], preset: "m2" });
    world.crm.contacts.set(maria, [m1]);
    expect((await opened(world)).candidates).toEqual([]);
  });

  it("asks for the contact where nobody else knows it", async () => {
    const world = await shared();
    const form = await opened(world);
    await submit(world, form, { filled: { ...form.filled, contact: null } });
    const [record] = await recordsOf(world);
    if (record === undefined) throw new Error("no record");
    await world.ctx.store.transaction((tx) =>
      tx.records.update(record.id, { hold: "contact", reason: "2 contacts." }),
    );
    const anew = await opened(world);
    expect([form.mustChoose, anew.mustChoose]).toEqual([false, true]);
    const without = { filled: { ...anew.filled, contact: null } };
    expect(await submit(world, anew, without)).toMatchObject({ kind: "refused", field: "contact" });
    expect(await submit(world, anew, { filled: { ...anew.filled, contact: tom } })).toEqual({ kind: "done" });
    expect(await recordsOf(world)).toMatchObject([{ hold: null, contact: { id: "tom" } }]);
  });

  it("offers what a contact has of deals and tickets, and takes the only one of a kind", async () => {
    const world = await shared();
    world.crm.associations.push(
      { kind: "deal", kindName: "Deal", id: "d1", name: "Roof" },
      { kind: "ticket", kindName: "Ticket", id: "t1", name: "Leak" },
      { kind: "ticket", kindName: "Ticket", id: "t2", name: "Door" },
    );
    world.crm.contacts.set(maria, [scriptedContact("m1", "Maria", { phones: [maria] })]);
    const form = await opened(world);
    expect(form.belongs.map(({ kind, options }) => [kind, options.length])).toEqual([
      ["deal", 1],
      ["ticket", 2],
    ]);
    expect(form.filled.associations).toEqual({ deal: "d1", ticket: null });
    await submit(world, form, { filled: { ...form.filled, associations: { deal: null, ticket: "t2" } } });
    expect(await recordsOf(world)).toMatchObject([{ additions: { associations: { ticket: "t2" } } }]);
  });

  it("finds what a record may belong to by a part of its name, for whoever may log it", async () => {
    const world = await shared();
    world.crm.contacts.set(maria, [scriptedContact("m1", "Maria", { phones: [maria] })]);
    for (let number = 1; number <= 150; number += 1)
      world.crm.associations.push({
        kind: "deal",
        kindName: "Deal",
        id: `d${number}`,
        name: `Roof ${number}`,
      });
    world.crm.associations.push({ kind: "ticket", kindName: "Ticket", id: "t1", name: "Roof leaks" });
    const { target, preset } = await opened(world);
    const offer = async (typed: string, user = ben) =>
      await world.bridge.offerBelongings({ user, target, contact: preset, kind: "deal", typed });
    expect((await offer("")).options).toHaveLength(150);
    expect(await offer(" roof 15")).toEqual({
      options: [
        { value: "d15", label: "Roof 15" },
        { value: "d150", label: "Roof 150" },
      ],
      trouble: null,
    });
    expect(await offer("", dan)).toMatchObject({ options: [], trouble: expect.stringContaining("Only") });
    world.crm.silent = true;
    expect(await offer("")).toMatchObject({ trouble: expect.stringContaining("does not answer") });
  });

  it("takes none of several for an answer, and asks no more", async () => {
    const world = await shared(fromFirst);
    world.crm.contacts.set(maria, [scriptedContact("m1", "Maria", { phones: [maria] })]);
    world.crm.associations.push(
      { kind: "ticket", kindName: "Ticket", id: "t1", name: "Leak" },
      { kind: "ticket", kindName: "Ticket", id: "t2", name: "Door" },
    );
    await noteUnlogged(world.ctx);
    await world.runAll();
    expect((await recordsOf(world))[0]).toMatchObject({
      hold: "association",
      written: 1,
      additions: { associations: {} },
    });
    await submit(world, await opened(world));
    await world.runAll();
    const answered = { hold: null, written: 2, additions: { associations: {} } };
    expect(await recordsOf(world)).toMatchObject([answered]);
  });

  it("tells nobody of a change where what it belongs to was taken by itself meanwhile", async () => {
    const world = await shared(fromFirst);
    world.crm.contacts.set(maria, [scriptedContact("m1", "Maria", { phones: [maria] })]);
    world.crm.associations.push({ kind: "deal", kindName: "Deal", id: "d1", name: "Roof" });
    const form = await opened(world);
    await noteUnlogged(world.ctx);
    await world.runAll();
    expect(await recordsOf(world)).toMatchObject([
      { written: 1, additions: { associations: { deal: "d1" } } },
    ]);
    expect(await submit(world, form, withNote(form, "Call back"))).toEqual({ kind: "done" });
    const [record] = await recordsOf(world);
    expect(record?.additions).toEqual({ associations: { deal: "d1" }, note: "Call back" });
  });

  it("says so where somebody else chose another of several meanwhile", async () => {
    const world = await shared();
    world.crm.contacts.set(maria, [scriptedContact("m1", "Maria", { phones: [maria] })]);
    for (const id of ["t1", "t2"])
      world.crm.associations.push({ kind: "ticket", kindName: "Ticket", id, name: id });
    const [mine, theirs] = [await opened(world), await opened(world, ana)];
    await submit(world, mine, { filled: { ...mine.filled, associations: { ticket: "t1" } } });
    const other = { filled: { ...theirs.filled, associations: { ticket: "t2" } } };
    expect(await submit(world, theirs, { user: ana, ...other })).toMatchObject({ kind: "changed" });
  });

  it("leaves the deal of one contact behind where another is chosen", async () => {
    const world = await shared();
    world.crm.associations.push({ kind: "deal", kindName: "Deal", id: "d1", name: "Maria’s" });
    world.crm.contacts.set(maria, [scriptedContact("m1", "Maria", { phones: [maria] })]);
    const form = await opened(world);
    expect(form.filled.associations).toEqual({ deal: "d1" });
    await submit(world, form, { filled: { ...form.filled, contact: tom } });
    expect(await recordsOf(world)).toMatchObject([{ contact: { id: "tom" } }]);
    expect((await recordsOf(world))[0]?.additions).toEqual({});
    const later = await opened(world);
    await submit(world, later, { filled: { ...later.filled, associations: { deal: "d1" } } });
    const again = await opened(world);
    const back = { contact: scriptedContact("m1", "Maria"), associations: { deal: "d1" } };
    await submit(world, again, { filled: { ...again.filled, ...back } });
    expect((await recordsOf(world))[0]?.additions).toEqual({});
  });

  it("opens with what is known here while the CRM does not answer, and loses nothing of it", async () => {
    const world = await shared();
    world.crm.associations.push({ kind: "deal", kindName: "Deal", id: "d1", name: "Roof" });
    const first = await opened(world);
    await submit(world, first, { filled: { ...first.filled, associations: { deal: "d1" } } });
    world.crm.silent = true;
    const form = await opened(world);
    expect(form).toMatchObject({ isSilent: true, belongs: [] });
    expect(await submit(world, form, withNote(form, "Later"))).toEqual({ kind: "done" });
    expect(await recordsOf(world)).toMatchObject([
      { additions: { note: "Later", associations: { deal: "d1" } }, hold: null },
    ]);
  });

  it("shows the second of two what the first wrote, and takes theirs once they have seen it", async () => {
    const world = await shared();
    const [mine, theirs] = [await opened(world), await opened(world, ana)];
    await submit(world, mine, { filled: { ...mine.filled, contact: tom, note: "Ben’s" } });
    const late = await submit(world, theirs, { user: ana, ...withNote(theirs, "Ana’s") });
    if (late.kind !== "changed") throw new Error(late.kind);
    expect(late.words).toContain("Ben Ito has changed this since you opened it. The contact is Tom now.");
    expect(late.words).toContain("“Ben’s”");
    expect(late.form.filled.note).toBe("Ana’s");
    expect(await submit(world, late.form, { user: ana })).toEqual({ kind: "done" });
    expect(await recordsOf(world)).toMatchObject([{ additions: { note: "Ana’s" } }]);
  });

  it("says why it can’t be", async () => {
    const leftOut = await shared({ doNotLog: { value: [maria as never], customizable: false } });
    const why =
      "Nothing of this number is logged to Scripted CRM: it is one of the numbers that are never logged (do_not_log).";
    expect(await asked(leftOut)).toEqual({ refusal: why });
    const world = await shared();
    expect(await asked(world, dan)).toEqual({
      refusal: "Only members of Front desk and managers can log this conversation.",
    });
    expect(await asked(world, stranger)).toHaveProperty("refusal");
    const own = await direct();
    expect(await asked(own, cy)).toHaveProperty("refusal");
    const form = await opened(own);
    expect(await submit(own, form, { user: cy })).toMatchObject({ kind: "refused" });
    expect(await recordsOf(own)).toEqual([]);
  });

  it("keeps an id of the CRM as it is, with its type", async () => {
    const world = await shared();
    const form = await opened(world);
    const contact = { id: "00Q:1" as CrmContactId, type: "Lead", name: "Tom" };
    await submit(world, form, { filled: { ...form.filled, contact } });
    expect((await recordsOf(world))[0]?.contact).toEqual(contact);
  });
});
