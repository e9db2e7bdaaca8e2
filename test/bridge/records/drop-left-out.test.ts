import { describe, expect, it } from "vitest";
import type { E164 } from "../../../src/domain/ids.ts";
import { ana, ben, benLine, maria, noel, officeWithDirect } from "../front-desk.ts";
import { createWorld, type World } from "../world.ts";

const mariasNumber = maria as string as E164;
let acts = 0;

/** Whom the CRM does not know is asked about on the card, of Ben's own conversation and of the front desk's. */
async function asked(): Promise<World> {
  const world = await createWorld({ directory: officeWithDirect });
  for (const address of [maria, noel]) world.crm.contacts.set(address, []);
  await world.text(maria, "Hi Ben", { to: benLine });
  await world.text(noel, "Hi Ben", { to: benLine });
  await world.begin(maria, "Hi");
  const { id } = await world.openEpisode(maria);
  await world.bridge.resolveEpisode({ episode: id, user: ana });
  await world.bridge.noteUnlogged();
  await world.runAll();
  expect(await waiting(world)).toEqual(["line", "member", "member"]);
  expect(questions(world)).toEqual([maria, maria, noel]);
  return world;
}

const heldOf = async (world: World) =>
  await world.ctx.store.read(async (tx) => [
    ...(await tx.records.heldOf(maria, ["contact"])),
    ...(await tx.records.heldOf(noel, ["contact"])),
  ]);

async function waiting(world: World): Promise<string[]> {
  const records = await heldOf(world);
  const owners = await world.ctx.store.read((tx) =>
    Promise.all(records.map(({ conversationId }) => tx.conversations.get(conversationId))),
  );
  return owners.flatMap((one) => one?.owner.kind ?? []).sort();
}

/** Whose cards ask, as they were drawn last. */
function questions(world: World): string[] {
  const newest = new Map(world.desk.cards.map(({ card, at }) => [`${at.channel} ${at.ts}`, card]));
  return [...newest.values()]
    .flatMap(({ logging, contact }) => (logging?.state === "contact" ? [contact.address] : []))
    .sort();
}

describe("what waits for somebody", () => {
  it("is asked and listed no more once a member keeps its number out, of their own conversations alone", async () => {
    const world = await asked();
    acts += 1;
    const typed = { doNotLog: maria as string };
    await world.bridge.setLogSettings({ user: ben, typed, remindWeekly: true, act: `act-${acts}` });
    await world.runAll();
    expect(await waiting(world)).toEqual(["line", "member"]);
    expect(questions(world)).toEqual([maria, noel]);
  });

  it("is asked and listed no more once the directory keeps its number out, wherever it waits", async () => {
    const world = await asked();
    const doNotLog = { value: [mariasNumber], customizable: false };
    await world.apply({ ...officeWithDirect, crm: { doNotLog } });
    expect(await waiting(world)).toEqual(["member"]);
    expect(questions(world)).toEqual([noel]);
    expect(world.crm.writes).toEqual([]);
  });
});
