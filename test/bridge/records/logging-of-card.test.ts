import { describe, expect, it } from "vitest";
import type { LogRecord } from "../../../src/bridge/contracts/store/records.ts";
import { loggingOfCard } from "../../../src/bridge/records/logging-of-card.ts";
import type { Directory } from "../../../src/domain/directory.ts";
import type { CrmContactId, EpisodeId, LogReference, RecordId, RecordKey } from "../../../src/domain/ids.ts";
import type { LogRules } from "../../../src/domain/log-policy.ts";
import type { RecordHold } from "../../../src/domain/record.ts";
import { ana, maria, officeWithDirect } from "../front-desk.ts";
import { createWorld, minute, type World } from "../world.ts";
import { logWorld } from "./log-world.ts";

async function put(
  world: World,
  id: string,
  more: Partial<LogRecord> = {},
  url: string | null = null,
  of: EpisodeId | null = null,
): Promise<void> {
  const episode =
    of === null ? await world.openEpisode() : await world.ctx.store.read((tx) => tx.episodes.get(of));
  if (episode === null) throw new Error("there is no such conversation");
  await world.ctx.store.transaction(async (tx) => {
    await tx.records.insert({
      id: id as RecordId,
      key: `selected:${id}` as RecordKey,
      kind: "selected",
      conversationId: episode.conversationId,
      episodeId: episode.id,
      localDay: null,
      crm: "scripted",
      wanted: 1,
      written: 1,
      hold: null,
      reason: null,
      contact: null,
      chosenBy: null,
      additions: {},
      writtenAt: null,
      askedAt: null,
      createdAt: world.now(),
      ...more,
    });
    const contactId = "1" as CrmContactId;
    const part = {
      recordId: id as RecordId,
      reference: id as LogReference,
      contactId,
      triedAt: null,
      digest: "d",
    };
    if (url !== null) {
      await tx.records.putPart({ ...part, number: 1, url });
      await tx.records.putPart({ ...part, number: 2, url: "https://crm.example.com/second" });
    }
  });
}

const logging = async (world: World) => {
  const { id } = await world.openEpisode();
  return await world.ctx.store.read((tx) => loggingOfCard(world.ctx, tx, id));
};

async function begun(): Promise<World> {
  const world = await createWorld();
  await world.begin();
  return world;
}

describe("what a card tells of the log", () => {
  it("is nothing while nothing is logged", async () => {
    const world = await begun();
    expect(await logging(world)).toBeNull();
    await put(world, "a", { written: 0 });
    await put(world, "b", { written: 0, hold: "off" });
    await put(world, "c", { written: 0, hold: "skipped" });
    expect(await logging(world)).toBeNull();
  });

  it("is the newest record that stands, with the address of its first part", async () => {
    const world = await begun();
    await put(world, "a", {}, "https://crm.example.com/a");
    world.skip(1_000);
    await put(world, "b", {}, "https://crm.example.com/b");
    const told = {
      record: "b",
      state: "logged",
      crm: "Scripted CRM",
      url: "https://crm.example.com/b",
      stands: true,
    };
    expect(await logging(world)).toMatchObject(told);
  });

  it.each([
    "contact",
    "association",
    "uncertain",
    "rejected",
    "deleted",
  ] as const satisfies readonly RecordHold[])(
    "is what somebody has to decide before all else: %s",
    async (hold) => {
      const world = await begun();
      await put(world, "a", { written: 0, hold, reason: "Somebody has to look." });
      world.skip(1_000);
      await put(world, "b", {}, "https://crm.example.com/b");
      const told = { record: "a", state: hold, stands: false, sentence: "Somebody has to look." };
      expect(await logging(world)).toMatchObject(told);
    },
  );

  it("is nothing where each number has its own contact and nobody could look at it", async () => {
    const world = await begun();
    Object.assign(world.crm.capabilities, { everyNumberKnown: true });
    await put(world, "a");
    expect(await logging(world)).toBeNull();
    world.skip(1_000);
    await put(world, "b", {}, "https://crm.example.com/b");
    expect(await logging(world)).toMatchObject({ state: "logged", chooses: false });
  });

  it("names a CRM that it stood in before as people write it", async () => {
    const world = await begun();
    await put(world, "a", { crm: "former" });
    expect(await logging(world)).toMatchObject({ crm: "former as people write it" });
  });

  it("is drawn where it came while the card was on its way", async () => {
    const world = await createWorld();
    await world.text(maria, "Hi");
    const open = world.desk.desk.openThread;
    Object.assign(world.desk.desk, {
      openThread: async (...given: Parameters<typeof open>) => {
        const { episode } = given[0];
        const held = { written: 0, hold: "contact", reason: "Nobody has this number." } as const;
        await put(world, "a", held, null, episode);
        return await open(...given);
      },
    });
    await world.pass(10_000);
    expect(world.desk.cards.at(-1)?.card).toMatchObject({ logging: { record: "a", state: "contact" } });
  });

  it("stands on the card, also once the conversation is over", async () => {
    const world = await begun();
    const { id } = await world.openEpisode();
    await put(world, "a", { written: 0, hold: "contact", reason: "Nobody has this number." });
    await world.bridge.resolveEpisode({ episode: id, user: ana });
    await world.runAll();
    const { card } = world.desk.cards.at(-1) ?? {};
    expect(card).toMatchObject({ state: "resolved", logging: { record: "a", state: "contact" } });
  });
});

const set = <T>(value: T) => ({ value, customizable: false });

/** A conversation with these rules, over; then what its card tells. */
async function over(crm: LogRules, everyNumberKnown = false) {
  const directory: Directory = { ...officeWithDirect, crm };
  const world = await logWorld({ directory });
  Object.assign(world.crm.capabilities, { everyNumberKnown });
  await world.begin(maria, "Hi");
  const { id } = await world.openEpisode(maria);
  await world.bridge.resolveEpisode({ episode: id, user: ana });
  await world.runAll();
  const told = () => world.desk.cards.at(-1)?.card.logging;
  return { world, id, told };
}

describe("what the card of a conversation that is over tells where nothing is logged", () => {
  it("is that it waits to be, and then that it is", async () => {
    const { world, told } = await over({});
    expect(told()).toEqual({ state: "unlogged", crm: "Scripted CRM", isDue: true });
    await world.live(minute);
    expect(told()).toMatchObject({ state: "logged" });
  });

  it.each([
    ["logging by itself is off", { autoLog: set(false) }],
    ["the rules skip it", { unknownContact: set("skip" as const) }],
  ])("is that it is not where %s, until somebody logs it", async (_, rules) => {
    const { world, id, told } = await over(rules);
    world.crm.contacts.set(maria, []);
    await world.live(minute);
    expect(told()).toEqual({ state: "unlogged", crm: "Scripted CRM", isDue: false });
    const form = await world.bridge.askToLog({ user: ana, of: { episode: id } });
    if ("refusal" in form) throw new Error(form.refusal);
    const contact = { id: "tom" as CrmContactId, type: null, name: "Tom" };
    const { target, preset, seen } = form;
    await world.bridge.submitLog({
      user: ana,
      target,
      preset,
      seen,
      filled: { ...form.filled, contact },
      act: "a",
    });
    await world.live(minute);
    expect(told()).toMatchObject({ state: "logged" });
  });

  it("is that it is not in our own database either, where that is off", async () => {
    const { world, told } = await over({ autoLog: set(false) }, true);
    expect(told()).toBeNull();
    await world.live(minute);
    expect(told()).toMatchObject({ state: "unlogged", isDue: false });
  });

  it("is nothing of a number that is in no log", async () => {
    const { world, told } = await over({ doNotLog: set([maria as never]) });
    await world.live(minute);
    expect(told()).toBeNull();
  });
});
