/** What is done in the carrier's own shared inbox is done here as well. */
import { describe, expect, it } from "vitest";
import type { CarrierMessageId } from "../../../src/domain/ids.ts";
import { ben, cy } from "../front-desk.ts";
import { minute } from "../world.ts";
import { anas, bens, createInboxWorld, desks, first, second, who } from "./inbox-world.ts";

describe("who has a conversation there", () => {
  it("has it here where their login is a member's, and nobody is called", async () => {
    const world = await createInboxWorld();
    const thread = await world.open();
    await world.told({ assignee: who(bens), by: who(anas) });
    await world.runAll();
    expect((await world.episode()).assignee).toBe("ben");
    expect(await world.events()).toEqual(["assigned to ben by ana"]);
    expect(world.thread(thread).filter((line) => line.startsWith("app:"))).toEqual([]);
    expect(world.carrier.asks).toEqual([]);
  });

  it("is nobody here once nobody has it there", async () => {
    const world = await createInboxWorld();
    await world.open();
    await world.told({ assignee: who(bens) });
    world.skip(minute);
    await world.told({ by: who(bens) });
    await world.runAll();
    expect((await world.episode()).assignee).toBeNull();
    expect(await world.events()).toEqual(["assigned to ben", "unassigned by ben"]);
    expect(world.carrier.asks).toEqual([]);
  });

  it("is who has it here, where the thread is first told of after a text from here began it", async () => {
    const world = await createInboxWorld();
    const thread = await world.open();
    await world.told({ state: "resolved", reason: "silence" });
    await world.runAll();
    const { id: episode } = await world.episode();
    await world.bridge.reopenEpisode({ episode, user: ben });
    world.carrier.answers.push({
      kind: "accepted",
      carrierMessageId: "SM-9" as CarrierMessageId,
      state: "accepted",
      thread: second,
    });
    await world.reply(ben, thread, "Hello again");
    await world.runAll();
    expect((await world.episode()).assignee).toBe("ben");
    expect(world.carrier.asks).toEqual([]);
    world.skip(minute);
    await world.told({ thread: second });
    await world.runAll();
    expect(world.carrier.asks).toEqual([{ kind: "assign", thread: second, to: bens, by: desks }]);
    expect(await world.kept(second)).toMatchObject({ assignee: bens });
  });

  it("changes nothing here where one login answers for many, or it is nobody we know", async () => {
    const world = await createInboxWorld();
    await world.open();
    const { id: episode } = await world.episode();
    await world.bridge.takeEpisode({ episode, user: cy, seenAssignee: null });
    await world.runAll();
    world.skip(minute);
    await world.told({ assignee: who(desks) });
    expect((await world.episode()).assignee).toBe("cy");
    world.skip(minute);
    await world.told({ assignee: { login: null, name: "Kim" } });
    await world.runAll();
    expect((await world.episode()).assignee).toBe("cy");
  });

  it("is the same when it is told twice, or late", async () => {
    const world = await createInboxWorld();
    await world.open();
    const before = new Date(world.now());
    world.skip(minute);
    const at = new Date(world.now());
    await world.told({ assignee: who(bens), at });
    await world.told({ assignee: who(anas), at: before });
    await world.told({ assignee: who(bens), at });
    await world.runAll();
    expect((await world.episode()).assignee).toBe("ben");
    expect(await world.events()).toEqual(["assigned to ben"]);
  });

  it("is whoever was told last of those who had it at the same moment, and told again nobody takes turns", async () => {
    const world = await createInboxWorld();
    await world.open();
    const at = new Date(world.now());
    await world.told({ assignee: who(anas), at });
    await world.told({ assignee: who(bens), at });
    await world.told({ assignee: who(anas), at });
    await world.told({ assignee: who(bens), at });
    await world.runAll();
    expect((await world.episode()).assignee).toBe("ben");
    expect((await world.kept()).assignee).toBe(bens);
    expect(await world.events()).toEqual(["assigned to ana", "assigned to ben"]);
    expect(world.carrier.asks).toEqual([]);
  });

  it("is known before the text that begins the conversation is", async () => {
    const world = await createInboxWorld();
    await world.told({ assignee: who(bens) });
    await world.open();
    expect((await world.episode()).assignee).toBe("ben");
    expect(world.carrier.asks).toEqual([]);
  });

  it("is whoever has it here, where a new thread begins in a conversation that somebody has", async () => {
    const world = await createInboxWorld();
    await world.open();
    await world.told({ assignee: who(bens) });
    world.skip(minute);
    await world.told({ state: "resolved", reason: "person", by: who(bens) });
    await world.runAll();
    const { id: episode } = await world.episode();
    await world.bridge.reopenEpisode({ episode, user: ben });
    world.skip(minute);
    await world.hear("One more thing", second);
    await world.told({ thread: second });
    await world.runAll();
    expect((await world.episode()).assignee).toBe("ben");
    expect(world.carrier.asks).toEqual([{ kind: "assign", thread: second, to: bens, by: desks }]);
  });
});

describe("what is resolved there", () => {
  it("is resolved here, by whoever did it, and not told there again", async () => {
    const world = await createInboxWorld();
    const thread = await world.open();
    await world.told({ state: "resolved", reason: "person", by: who(anas) });
    await world.runAll();
    expect(await world.episode()).toMatchObject({
      state: "resolved",
      resolvedBy: "ana",
      unansweredSince: null,
    });
    expect(world.thread(thread)).toContain("app: Resolved in RingCentral by ana.");
    expect(await world.events()).toEqual(["resolved by ana"]);
    expect(world.carrier.asks).toEqual([]);
  });

  it("names somebody whom we don't know as the carrier does", async () => {
    const world = await createInboxWorld();
    const thread = await world.open();
    await world.told({ state: "resolved", reason: "person", by: { login: null, name: "Dee" } });
    await world.runAll();
    expect(world.thread(thread)).toContain("app: Resolved in RingCentral by Dee.");
    expect((await world.episode()).resolvedBy).toBeNull();
  });

  it("says that nobody wrote for so long", async () => {
    const world = await createInboxWorld();
    const thread = await world.open();
    await world.told({ state: "resolved", reason: "silence" });
    await world.runAll();
    expect((await world.episode()).state).toBe("resolved");
    expect(world.thread(thread)).toContain("app: RingCentral closed it after 72 hours without texts.");
  });

  it("stays open here where its number is gone from the account, and the thread says so", async () => {
    const world = await createInboxWorld();
    const thread = await world.open();
    await world.told({ state: "resolved", reason: "line_gone" });
    await world.runAll();
    expect((await world.episode()).state).toBe("open");
    expect(world.thread(thread).at(-1)).toContain("RingCentral closed this conversation there");
  });

  it("is the same when it is told twice, and once it is open again here", async () => {
    const world = await createInboxWorld();
    await world.open();
    await world.told({ state: "resolved", reason: "person", by: who(anas) });
    const { id: episode } = await world.episode();
    await world.bridge.reopenEpisode({ episode, user: ben });
    world.skip(minute);
    await world.told({ state: "resolved", reason: "person", by: who(anas) });
    await world.told({ state: "open", assignee: who(anas) });
    await world.runAll();
    expect((await world.episode()).state).toBe("open");
    expect(world.carrier.asks).toEqual([]);
  });

  it("ends nothing where the conversation goes on in a newer thread", async () => {
    const world = await createInboxWorld();
    await world.open();
    world.skip(minute);
    await world.hear("Still there?", second);
    await world.told({ state: "resolved", reason: "person", by: who(anas) });
    await world.runAll();
    expect((await world.episode()).state).toBe("open");
    expect((await world.kept(second)).state).toBe("open");
  });

  it("is resolved once when both sides do it", async () => {
    const world = await createInboxWorld();
    await world.open();
    const { id: episode } = await world.episode();
    await world.bridge.resolveEpisode({ episode, user: ben });
    await world.told({ state: "resolved", reason: "person", by: who(anas) });
    await world.runAll();
    expect(await world.episode()).toMatchObject({ state: "resolved", resolvedBy: "ben" });
    expect(await world.events()).toEqual(["resolved by ben"]);
    expect(world.carrier.asks).toEqual([]);
  });
});

it("what is deleted there is said in the thread once", async () => {
  const world = await createInboxWorld();
  const thread = await world.open();
  for (let times = 0; times < 2; times += 1) {
    world.skip(minute);
    await world.told({ state: "deleted" });
  }
  await world.runAll();
  const said = world.thread(thread).filter((line) => line.includes("deleted in RingCentral"));
  expect(said).toEqual(["app: This conversation was deleted in RingCentral. Here it stays as it is."]);
  expect((await world.episode()).state).toBe("open");
});

it("a thread of numbers that have never texted here is kept for their first text", async () => {
  const world = await createInboxWorld();
  await world.told({ thread: first });
  expect(await world.kept()).toMatchObject({ episodeId: null, state: "open" });
});
