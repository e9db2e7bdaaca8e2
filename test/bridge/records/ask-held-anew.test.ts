/** What somebody was asked about the CRM before, at a start with another one. */
import { describe, expect, it } from "vitest";
import { holdRecord } from "../../../src/bridge/records/hold-record.ts";
import { loggingOfCard } from "../../../src/bridge/records/logging-of-card.ts";
import type { RecordHold } from "../../../src/domain/record.ts";
import { maria } from "../front-desk.ts";
import { scriptedContact } from "../scripted-crm.ts";
import { hour, minute } from "../world.ts";
import { beginDirect, type LogWorld, logWorld } from "./log-world.ts";

const held = async (world: LogWorld, crm: string) =>
  await world.ctx.store.read(async (tx) => await tx.records.heldElsewhere(crm, ["contact", "deleted"], 10));

/** Another CRM is in use from now on. */
async function startWithAnother(world: LogWorld): Promise<void> {
  await world.restart();
  Object.assign(world.ctx.crm, { name: "another", title: "Another CRM" });
  await world.bridge.askHeldAnew();
  await world.runAll();
}

describe("a record that waits for somebody, at a start with another CRM", () => {
  it("is written there where that knows the contact", async () => {
    const world = await logWorld();
    world.crm.contacts.set(maria, []);
    await beginDirect(world);
    await world.live(hour);
    expect(await held(world, "another")).toMatchObject([{ crm: "scripted", hold: "contact" }]);
    world.crm.contacts.set(maria, [scriptedContact("7", "Maria", { phones: [maria] })]);
    await startWithAnother(world);
    expect(Object.values(world.inCrm())).toEqual([["Hi Ben"]]);
    expect(await world.records()).toMatchObject([{ crm: "another", hold: null, contact: { id: "7" } }]);
  });

  it("is asked anew about that one where it does not, once", async () => {
    const world = await logWorld();
    world.crm.contacts.set(maria, []);
    await beginDirect(world);
    await world.live(minute);
    await startWithAnother(world);
    const [record, ...others] = await held(world, "scripted");
    expect(others).toEqual([]);
    if (record === undefined) throw new Error("nobody is asked");
    const reason = "Another CRM has no contact with this number.";
    expect(record).toMatchObject({ crm: "another", hold: "contact", reason });
    const card = await world.ctx.store.read((tx) => loggingOfCard(world.ctx, tx, record.episodeId));
    expect(card).toMatchObject({ state: "contact", crm: "Another CRM", sentence: reason });
    const { wanted } = record;
    await world.bridge.askHeldAnew();
    await world.runAll();
    expect(await held(world, "scripted")).toMatchObject([{ hold: "contact", wanted }]);
  });

  it.each<[RecordHold, boolean]>([
    ["rejected", true],
    ["uncertain", true],
    ["deleted", false],
    ["association", false],
    ["off", false],
    ["skipped", false],
  ])("as %s goes to it: %s", async (hold, goes) => {
    const world = await logWorld();
    await beginDirect(world);
    await world.live(2 * minute);
    const [record] = await world.records();
    if (record === undefined) throw new Error("there is no record");
    await world.ctx.store.transaction(async (tx) => {
      const more = hold === "association" ? 0 : 1;
      await tx.records.update(record.id, { wanted: record.wanted + more });
      await holdRecord(world.ctx, tx, record, hold, "Because.");
    });
    await startWithAnother(world);
    await world.live(hour);
    const [now] = await world.records();
    const kept = hold === "association" ? null : hold;
    expect(now).toMatchObject(goes ? { crm: "another", hold: null } : { crm: "scripted", hold: kept });
    expect(world.crm.writes.map(({ existing }) => existing)).toEqual(goes ? [null, null] : [null]);
  });
});
