import { describe, expect, it } from "vitest";
import { copiedKey } from "../../../src/bridge/context/away.ts";
import type { WriteOutcome } from "../../../src/bridge/contracts/crm.ts";
import { releaseRecord } from "../../../src/bridge/records/hold-record.ts";
import { loggingOfCard } from "../../../src/bridge/records/logging-of-card.ts";
import type { LogReference } from "../../../src/domain/ids.ts";
import { maria } from "../front-desk.ts";
import { scriptedContact } from "../scripted-crm.ts";
import { hour, minute, second } from "../world.ts";
import { beginDirect, direct, type LogWorld, logWorld, textsOf } from "./log-world.ts";

const lost: WriteOutcome = { kind: "unknown", reason: "the connection broke" };
const later: WriteOutcome = { kind: "later", afterMs: null, reason: "503" };

async function release(world: LogWorld, change = {}) {
  const [record] = await world.records();
  if (record === undefined) throw new Error("there is no record");
  await world.ctx.store.transaction((tx) => releaseRecord(world.ctx, tx, record, change));
  await world.runAll();
}

async function theOne(world: LogWorld) {
  const [record, ...others] = await world.records();
  if (record === undefined) throw new Error("there is no record");
  expect(others).toEqual([]);
  return record;
}

describe("a record", () => {
  it("is written with the first text, and at most once a minute after that", async () => {
    const world = await logWorld();
    await beginDirect(world);
    await world.tick();
    expect(Object.values(world.inCrm())).toEqual([["Hi Ben"]]);
    await world.text(maria, "Are you there?", direct);
    await world.text(maria, "Hello?", direct);
    await world.tick();
    await world.pass(50 * second);
    expect(world.crm.writes).toHaveLength(1);
    await world.pass(11 * second);
    expect(world.crm.writes).toHaveLength(2);
    expect(Object.values(world.inCrm())).toEqual([["Hi Ben", "Are you there?", "Hello?"]]);
    await world.live(hour);
    expect(world.crm.writes).toHaveLength(2);
  });

  it("is written again for what came while it was being written", async () => {
    const world = await logWorld();
    world.crm.answers.push(async () => {
      await world.text(maria, "One more", direct);
      await world.bridge.noteUnlogged();
      return { kind: "written", reference: "log 1" as LogReference, url: null };
    });
    await beginDirect(world);
    await world.live(2 * minute);
    expect(Object.values(world.inCrm())).toEqual([["Hi Ben", "One more"]]);
    expect(world.crm.writes.map(({ existing }) => existing)).toEqual([null, "log 1"]);
    const record = await theOne(world);
    expect(record.written).toBe(record.wanted);
  });

  it("is not written where it says nothing new", async () => {
    const world = await logWorld();
    await beginDirect(world);
    await world.tick();
    const record = await theOne(world);
    await world.ctx.store.transaction((tx) => tx.records.update(record.id, { wanted: record.wanted + 1 }));
    await release(world);
    expect(world.crm.writes).toHaveLength(1);
  });

  it("waits as long as the CRM is down, and is written then", async () => {
    const world = await logWorld();
    world.crm.answers.push(...Array.from({ length: 60 }, () => later));
    await beginDirect(world);
    await world.tick();
    // It is asked ever more seldom, and never given up.
    await world.pass(hour);
    world.skip(2 * 24 * hour);
    const before = world.crm.writes.length;
    await world.pass(15 * minute);
    expect(world.crm.writes.length - before).toBeGreaterThanOrEqual(2);
    expect(world.crm.logs.size).toBe(0);
    world.crm.answers.length = 0;
    await world.live(6 * minute);
    expect(Object.values(world.inCrm())).toEqual([["Hi Ben"]]);
    expect(await world.ctx.store.read((tx) => tx.outbox.stalled(10))).toBe(0);
  });

  it("waits for as long as the CRM says", async () => {
    const world = await logWorld();
    world.crm.answers.push({ kind: "later", afterMs: 30 * minute, reason: "429" });
    await beginDirect(world);
    await world.live(29 * minute);
    expect(world.crm.writes).toHaveLength(1);
    await world.live(2 * minute);
    expect(world.crm.writes).toHaveLength(2);
  });

  it("does not care when the CRM can't be asked whose contact it is", async () => {
    const world = await logWorld();
    world.crm.silent = true;
    await beginDirect(world);
    await world.live(hour);
    world.crm.silent = false;
    await world.live(6 * minute);
    expect(Object.values(world.inCrm())).toEqual([["Hi Ben"]]);
  });
});

describe("a record whose making is uncertain", () => {
  const stands = "log 9" as LogReference;

  it("is looked for, and written over where it stands", async () => {
    const world = await logWorld();
    world.crm.answers.push(lost);
    await beginDirect(world);
    await world.tick();
    world.crm.found.push({ kind: "absent" }, { kind: "absent" });
    await world.live(minute);
    world.crm.found.push({ kind: "found", reference: stands, url: "https://crm.example.com/9" });
    await world.live(5 * minute);
    expect(world.crm.writes.map(({ existing }) => existing)).toEqual([null, stands]);
    expect(await theOne(world)).toMatchObject({ hold: null, written: 1 });
  });

  it("asks a person once its list shows nothing for ten minutes, and is made anew only when they say so", async () => {
    const world = await logWorld();
    world.crm.answers.push(lost);
    await beginDirect(world);
    await world.live(9 * minute);
    expect(await theOne(world)).toMatchObject({ hold: null });
    await world.live(3 * minute);
    expect(await theOne(world)).toMatchObject({ hold: "uncertain" });
    await world.live(hour);
    expect(world.crm.writes).toHaveLength(1);
    await release(world);
    expect(world.crm.writes).toHaveLength(2);
    expect(await theOne(world)).toMatchObject({ hold: null });
    expect(Object.values(world.inCrm())).toEqual([["Hi Ben"]]);
  });

  it("is not made anew where it shows by the time they say so", async () => {
    const world = await logWorld();
    world.crm.answers.push(lost);
    await beginDirect(world);
    await world.live(12 * minute);
    world.crm.found.push({ kind: "found", reference: stands, url: null });
    await release(world);
    expect(world.crm.writes.map(({ existing }) => existing)).toEqual([null, stands]);
  });

  it("is looked for after the process ended in the middle", async () => {
    const world = await logWorld();
    world.crm.answers.push(() => new Promise(() => {}));
    await beginDirect(world);
    await world.bridge.noteUnlogged();
    void world.runAll();
    await expect.poll(() => world.crm.writes.length).toBe(1);
    await world.restart();
    world.crm.found.push({ kind: "found", reference: stands, url: null });
    await world.live(minute);
    expect(world.crm.writes.map(({ existing }) => existing)).toEqual([null, stands]);
  });

  it("is looked for before it is made, where the database is an older copy that may not know of it", async () => {
    const world = await logWorld();
    await beginDirect(world);
    await world.bridge.noteUnlogged();
    await world.ctx.store.transaction((tx) => tx.settings.writeTime(copiedKey, world.now() + 1));
    world.crm.found.push({ kind: "found", reference: stands, url: null });
    await world.runAll();
    expect(world.crm.writes.map(({ existing }) => existing)).toEqual([stands]);
    expect(await theOne(world)).toMatchObject({ hold: null, written: 1 });
  });

  it("is made again under the same key where that makes no second one", async () => {
    const world = await logWorld();
    Object.assign(world.ctx.crm, { findLog: undefined });
    world.crm.answers.push(lost, lost);
    await beginDirect(world);
    await world.live(minute);
    expect(world.crm.writes.map(({ existing, log }) => [existing, log.key])).toEqual(
      Array.from({ length: 3 }, () => [null, world.crm.writes[0]?.log.key]),
    );
    expect(await theOne(world)).toMatchObject({ hold: null, written: 1 });
  });

  it("is written over again where the answer to that was lost", async () => {
    const world = await logWorld();
    await beginDirect(world);
    await world.live(2 * minute);
    world.crm.answers.push(lost);
    await world.text(maria, "More", direct);
    await world.live(minute);
    expect(world.crm.writes.map(({ existing }) => existing)).toEqual([null, "log 1", "log 1"]);
    expect(Object.values(world.inCrm())).toEqual([["Hi Ben", "More"]]);
  });
});

describe("a record that the CRM refuses", () => {
  const refused = (why: "invalid" | "forbidden" | "contact_gone" | "record_gone"): WriteOutcome => ({
    kind: "rejected",
    why,
    sentence: "It is too long.",
  });

  it("waits for a person, and is tried again when they say so", async () => {
    const world = await logWorld();
    world.crm.answers.push(refused("invalid"));
    await beginDirect(world);
    await world.live(hour);
    expect(await theOne(world)).toMatchObject({ hold: "rejected", reason: "It is too long." });
    await world.text(maria, "More", direct);
    await world.live(hour);
    expect(world.crm.writes).toHaveLength(1);
    await release(world);
    expect(Object.values(world.inCrm())).toEqual([["Hi Ben", "More"]]);
  });

  it("is made anew only when asked, once somebody deleted it", async () => {
    const world = await logWorld();
    await beginDirect(world);
    await world.live(2 * minute);
    world.crm.answers.push(refused("record_gone"));
    await world.text(maria, "More", direct);
    await world.live(hour);
    expect(await theOne(world)).toMatchObject({ hold: "deleted" });
    expect(world.crm.writes.map(({ existing }) => existing)).toEqual([null, "log 1"]);
    await release(world);
    expect(world.crm.writes.map(({ existing }) => existing)).toEqual([null, "log 1", null]);
  });

  it("is logged on whoever stands in its contact's place", async () => {
    const world = await logWorld();
    const merged = scriptedContact("merged", "Maria L.", { phones: [maria] });
    world.crm.answers.push(async () => {
      world.crm.contacts.set(maria, [merged]);
      return refused("contact_gone");
    });
    await beginDirect(world);
    await world.tick();
    expect(world.crm.writes.map(({ log }) => log.contact.id)).toEqual([`contact of ${maria}`, "merged"]);
    expect(await theOne(world)).toMatchObject({ hold: null, contact: { id: "merged" } });
  });

  it("asks whom it is logged on, where nobody does, or they are gone as well", async () => {
    for (const contacts of [undefined, [scriptedContact("other", "Other", { phones: [maria] })]]) {
      const world = await logWorld();
      world.crm.answers.push(async () => {
        if (contacts !== undefined) world.crm.contacts.set(maria, contacts);
        return refused("contact_gone");
      }, refused("contact_gone"));
      await beginDirect(world);
      await world.live(hour);
      expect(await theOne(world)).toMatchObject({ hold: "contact" });
      expect(world.crm.writes).toHaveLength(contacts === undefined ? 1 : 2);
    }
  });
});

describe("what a record belongs to beside its contact", () => {
  const deal = (id: string) => ({ kind: "deal", kindName: "Deal", id, name: `Deal ${id}` });

  it("is the only one of a kind", async () => {
    const world = await logWorld();
    world.crm.associations.push(deal("1"));
    await beginDirect(world);
    await world.tick();
    expect(world.crm.writes.map(({ log }) => log.associations)).toEqual([{ deal: "1" }]);
    expect(await theOne(world)).toMatchObject({ hold: null, written: 1 });
  });

  it("is asked where there are several, and the record is written meanwhile, and grows", async () => {
    const world = await logWorld();
    world.crm.associations.push(deal("1"), deal("2"));
    await beginDirect(world);
    await world.tick();
    expect(await theOne(world)).toMatchObject({ hold: "association", written: 1 });
    await world.text(maria, "More", direct);
    await world.live(2 * minute);
    expect(Object.values(world.inCrm())).toEqual([["Hi Ben", "More"]]);
    await release(world, { additions: { associations: { deal: "2" } } });
    expect(world.crm.writes.map(({ log }) => log.associations)).toEqual([{}, {}, { deal: "2" }]);
    expect(await theOne(world)).toMatchObject({ hold: null });
  });
});

describe("what a record belongs to, and is there no more", () => {
  const sentence = "The deal is not in Scripted CRM any more: choose what it belongs to.";
  const gone: WriteOutcome = { kind: "association_gone", kinds: ["deal"], sentence };
  const belongs = { deal: "1", ticket: "2" };

  it("is left out: the record is written all the same, and the card asks", async () => {
    const world = await logWorld();
    for (const [kind, id] of Object.entries(belongs))
      world.crm.associations.push({ kind, kindName: kind, id, name: id });
    world.crm.answers.push(gone);
    await beginDirect(world);
    await world.live(minute);
    expect(world.crm.writes.map(({ log }) => log.associations)).toEqual([belongs, { ticket: "2" }]);
    expect(Object.values(world.inCrm())).toEqual([["Hi Ben"]]);
    const record = await theOne(world);
    expect(record).toMatchObject({ hold: "association", reason: sentence, written: 1 });
    expect(record.additions.associations).toEqual({ ticket: "2" });
    const card = await world.ctx.store.read((tx) => loggingOfCard(world.ctx, tx, record.episodeId));
    expect(card).toMatchObject({ state: "association", stands: true, sentence });
    await world.live(hour);
    expect(world.crm.writes).toHaveLength(2);
  });

  it("does not keep back what stands, nor what somebody logs by hand at once", async () => {
    const world = await logWorld();
    await beginDirect(world);
    await world.live(2 * minute);
    world.crm.answers.push(gone);
    await release(world, { additions: { associations: belongs, note: "Call back" } });
    expect(world.crm.writes.map(({ log, existing }) => [existing, log.associations])).toEqual([
      [null, {}],
      ["log 1", belongs],
      ["log 1", { ticket: "2" }],
    ]);
    expect(await theOne(world)).toMatchObject({
      hold: "association",
      reason: sentence,
      askedAt: null,
      additions: { note: "Call back", associations: { ticket: "2" } },
    });
  });
});

describe("a record that moves", () => {
  const other = { id: "other", type: null, name: "Jo Diaz" };

  it("is made anew on the other contact, and says so where it stood", async () => {
    const world = await logWorld();
    await beginDirect(world);
    await world.live(2 * minute);
    await release(world, { contact: other });
    expect(world.crm.writes.map(({ log, existing }) => [log.contact.id, existing, textsOf(log)])).toEqual([
      [`contact of ${maria}`, null, ["Hi Ben"]],
      [`contact of ${maria}`, "log 1", []],
      ["other", null, ["Hi Ben"]],
    ]);
    expect(world.crm.writes[1]?.log.body).toContain("This was moved to Jo Diaz.");
    await world.live(hour);
    expect(world.crm.writes).toHaveLength(3);
  });

  it("is itself again on a contact to which it comes back, whatever comes in between", async () => {
    const world = await logWorld();
    await beginDirect(world);
    await world.live(2 * minute);
    const first = world.crm.writes[0]?.log.contact;
    const all = () => [...world.crm.logs].map(([at, log]) => [at, log.contact.id, textsOf(log)]);
    await release(world, { contact: other });
    world.crm.found.push(
      { kind: "found", reference: "log 1" as LogReference, url: null },
      { kind: "found", reference: "log 1" as LogReference, url: null },
    );
    // Of the two that are written: what it says on the one that it leaves, and itself.
    const left: WriteOutcome = { kind: "written", reference: "log 2" as LogReference, url: null };
    world.crm.answers.push(left, later);
    await release(world, { contact: first });
    await world.live(hour);
    expect(all().map(([at, on, texts]) => [at, on, at === "log 1" ? texts : null])).toEqual([
      ["log 1", first?.id, ["Hi Ben"]],
      ["log 2", "other", null],
    ]);
    expect(await theOne(world)).toMatchObject({ hold: null });
    await world.text(maria, "More", direct);
    await world.live(2 * minute);
    expect(world.crm.logs.get("log 1" as LogReference)?.digest.entries).toHaveLength(2);
    expect(world.crm.logs.size).toBe(2);
  });

  it("does so once, whatever is lost on the way", async () => {
    const world = await logWorld();
    await beginDirect(world);
    await world.live(2 * minute);
    world.crm.answers.push(lost, later);
    await release(world, { contact: other });
    await world.live(hour);
    expect([...world.crm.logs.values()].map(({ contact }) => contact.id)).toEqual([
      `contact of ${maria}`,
      "other",
    ]);
    expect(world.crm.logs.get("log 1" as LogReference)?.body).toContain("Jo Diaz");
  });

  it("goes whole to another CRM, and stays in the one before", async () => {
    const world = await logWorld();
    await beginDirect(world);
    await world.live(2 * minute);
    Object.assign(world.ctx.crm, { name: "another" });
    await world.text(maria, "More", direct);
    await world.live(minute);
    expect(world.crm.writes.map(({ existing, log }) => [existing, textsOf(log)])).toEqual([
      [null, ["Hi Ben"]],
      [null, ["Hi Ben", "More"]],
    ]);
    expect(await theOne(world)).toMatchObject({ crm: "another" });
  });
});

it("nothing is left of a record whose contact was erased in the middle", async () => {
  const world = await logWorld();
  world.crm.answers.push(async () => {
    await world.ctx.store.transaction(async (tx) => {
      const rows = await tx.contacts.rowsOf(maria);
      await tx.contacts.erase(rows);
    });
    return { kind: "written", reference: "log 1" as LogReference, url: "https://crm.example.com/1" };
  });
  await beginDirect(world);
  await world.tick();
  expect(await world.records()).toEqual([]);
});
