import { describe, expect, it } from "vitest";
import { blockedNumbers } from "../../../src/bridge/contacts/unblock-contact.ts";
import type {
  Address,
  E164,
  EpisodeId,
  SlackChannelId,
  SlackTs,
  SlackUserId,
} from "../../../src/domain/ids.ts";
import {
  ana,
  ben,
  benLine,
  billingLine,
  cy,
  dan,
  eve,
  front,
  maria,
  noel,
  officeWithDirect,
  stranger,
} from "../front-desk.ts";
import { createWorld, minute, type World, words } from "../world.ts";

async function block(world: World, user: SlackUserId, { reason = "", act = "one", from = maria } = {}) {
  const { id: episode } = await world.openEpisode(from as Address);
  return await world.bridge.blockContact({ episode, user, reason, act });
}

/** Maria writes to the front desk and to billing: each has a card of its own. */
async function conversedTwice() {
  const world = await createWorld();
  const thread = await world.begin(maria);
  await world.text(maria, "My bill?", { to: billingLine as E164 });
  await world.runAll();
  return { world, thread };
}

const told = (world: World) => world.desk.told.map(({ to, sentence }) => `${to}: ${words(sentence)}`);
const contactOf = async (world: World) => {
  const [episode] = await world.episodes(maria);
  return await world.ctx.store.read((tx) => tx.episodes.whole(episode?.id ?? ("" as EpisodeId)));
};

describe("a blocked number", () => {
  it("has its open conversations ended, whosever they are, each with one line, and its cards say so", async () => {
    const { world, thread } = await conversedTwice();
    expect(await block(world, ben, { reason: " sells\n insurance " })).toBeNull();
    await world.runAll();
    const line =
      "app: @U0BEN blocked this number: “sells insurance”. Its texts are kept and shown to nobody, until a manager unblocks it.";
    expect(world.thread(thread).filter((one) => one.includes("blocked"))).toEqual([line]);
    const episodes = await world.episodes(maria);
    expect(episodes.map(({ state, unansweredSince }) => [state, unansweredSince])).toEqual([
      ["resolved", null],
      ["resolved", null],
    ]);
    for (const { channel, thread: ts } of episodes) {
      const card = world.desk.cards.findLast(({ at }) => at.channel === channel && at.ts === ts)?.card;
      expect(card?.blocked).toMatchObject({ by: "ben", at: world.now() });
    }
    expect(told(world)).toEqual([
      `${ben}: Maria Lopez (…9001) is blocked: texts from there are kept, and shown to nobody. A manager can unblock it in the card's menu.`,
    ]);
  });

  it("writes to nobody: its texts are kept and counted, on whichever line, and nothing is enqueued for them", async () => {
    const { world, thread } = await conversedTwice();
    await block(world, ben);
    await world.runAll();
    const [posted, drawn] = [world.desk.posted.length, world.desk.cards.length];
    expect(await world.text(maria, "buy now")).toBe("blocked");
    expect(await world.text(maria, "buy now!", { to: billingLine as E164 })).toBe("blocked");
    await world.pass(30 * minute);
    expect([world.desk.posted.length, world.desk.cards.length]).toEqual([posted, drawn]);
    expect(world.thread(thread).join()).not.toContain("buy now");
    expect(await blockedNumbers(world.ctx.store)).toMatchObject([
      { name: "Maria Lopez", address: maria, by: "ben", texts: 2 },
    ]);
    const rows = await world.ctx.store.read((tx) => tx.contacts.rowsOf(maria));
    const bodies = rows.filter(({ table }) => table === "messages").map(({ values }) => values.body);
    expect(bodies).toContain("buy now!");
    expect(world.counted.get("texts_blocked")).toBe(2);
    expect(await world.ctx.store.read((tx) => tx.outbox.due(world.now() + 1e9, 10))).toEqual([]);
  });

  it("that never wrote to this line before is kept there as well", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await block(world, ben);
    expect(await world.text(maria, "hello?", { to: billingLine as E164 })).toBe("blocked");
    await world.runAll();
    expect(await blockedNumbers(world.ctx.store)).toMatchObject([{ texts: 1 }]);
  });

  it("whose text comes twice is counted once", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await block(world, ben);
    const twice = { carrierMessageId: "SAME" as never };
    expect(await world.text(maria, "hello?", twice)).toBe("blocked");
    expect(await world.text(maria, "hello?", twice)).toBe("repeat");
    expect(await blockedNumbers(world.ctx.store)).toMatchObject([{ texts: 1 }]);
  });

  it("that says STOP has opted out all the same", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await block(world, ben);
    await world.text(maria, "STOP");
    await world.runAll();
    const rows = () => world.ctx.store.read((tx) => tx.optOuts.rowsOf(maria));
    expect(await rows()).toMatchObject([{ kind: "out", at: world.now(), evidence: "STOP" }]);
    await world.text(maria, "please stop texting me");
    await world.text(maria, "START");
    await world.runAll();
    expect((await rows()).map(({ kind }) => kind)).toEqual(["out", "in"]);
    expect((await contactOf(world))?.conversation.review).toBeNull();
    expect(world.carrier.sent).toEqual([]);
  });

  it("is texted by nobody: what is held does not leave, what waits is cancelled, and a reply is refused in words", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    const held = await world.reply(ben, thread, "We are open");
    await block(world, ana);
    await world.pass(minute);
    const late = await world.reply(ben, thread, "until 6");
    await world.runAll();
    expect(world.carrier.sent).toEqual([]);
    for (const place of [held, late]) expect(world.desk.marksOn(place)).toContain("no_entry_sign");
    const said = told(world).filter((one) => one.includes("did not leave"));
    expect(said).toEqual([
      `${ben}: This did not leave: Maria Lopez (…9001) is blocked. A manager can unblock the number in its card's menu first.`,
      `${ben}: This did not leave: Maria Lopez (…9001) is blocked. A manager can unblock the number in its card's menu first.`,
    ]);
  });

  it("ends a conversation in which a text waits for its author, and the one line says how many did", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await world.reply(ben, thread, "Yes");
    const waiting = await world.reply(ana, thread, "No, we are closed");
    await world.runAll();
    expect(await world.messageOf(waiting)).toMatchObject({ state: "waiting", waitsFor: "person" });
    await block(world, ben);
    await world.runAll();
    expect(await world.messageOf(waiting)).toMatchObject({ state: "cancelled" });
    expect(world.thread(thread).at(-1)).toMatch(/One text that waited for a decision was cancelled\.$/);
    expect(await world.choose("send", ana)).toMatchObject({
      sentence: ["This is no longer open. ", "The number was blocked."],
    });
  });

  it("is not reopened before it is unblocked", async () => {
    const world = await createWorld();
    await world.begin(maria);
    const { id: episode } = await world.openEpisode();
    await block(world, ben);
    expect(await world.bridge.reopenEpisode({ episode, user: ana })).toMatchObject({
      sentence: ["This number is blocked. A manager can unblock it in the card's menu first."],
    });
  });

  it("is not on the line about who waits", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await world.pass(11 * minute);
    await block(world, ben);
    await world.pass(11 * minute);
    expect(await world.bridge.listWaiting(front)).toEqual([]);
    await world.text(maria, "still here");
    await world.pass(11 * minute);
    expect(await world.bridge.listWaiting(front)).toEqual([]);
  });

  it("stays blocked, with its count, when the app is started again", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await block(world, ben);
    await world.text(maria, "one");
    await world.restart();
    await world.text(maria, "two");
    expect(await blockedNumbers(world.ctx.store)).toMatchObject([{ texts: 2 }]);
  });
});

describe("a blocked number in a member's own conversation", () => {
  it("is blocked by its owner or a manager, nobody else, and the owner's reply does not open it again", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await world.text(maria, "Hi Ben", { to: benLine });
    await world.runAll();
    const { id: episode, thread } = await world.openEpisode();
    const asked = { episode, reason: "", act: "one" };
    expect(await world.bridge.blockContact({ ...asked, user: cy })).toEqual({
      refusal: "Only Ben Ito and managers can block this number.",
    });
    expect(await world.bridge.blockContact({ ...asked, user: eve })).toBeNull();
    await world.runAll();
    const own = { channel: `D${ben}` as SlackChannelId };
    const reply = await world.reply(ben, thread as SlackTs, "Hello?", own);
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(reply)).toContain("no_entry_sign");
    expect((await world.episodes(maria)).map(({ state }) => state)).toEqual(["closed"]);
  });
});

describe("blocking", () => {
  it("is done once for one act, and says so where it is done already", async () => {
    const world = await createWorld();
    await world.begin(maria);
    const { id: episode } = await world.openEpisode();
    const asked = { episode, user: ben, reason: "", act: "one" };
    expect(await world.bridge.blockContact(asked)).toBeNull();
    await world.bridge.unblockContact({ of: { episode }, user: ana });
    expect(await world.bridge.blockContact(asked)).toBeNull();
    expect(await blockedNumbers(world.ctx.store)).toEqual([]);
    await world.bridge.blockContact({ ...asked, act: "two" });
    expect(await world.bridge.askToBlock({ episode, user: ben })).toEqual({
      refusal: "This number is blocked already.",
    });
  });

  it("tells whoever confirms it second that somebody has done it", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    const { id: episode } = await world.openEpisode();
    const asked = { episode, reason: "", act: "one" };
    expect(await world.bridge.blockContact({ ...asked, user: ben })).toBeNull();
    const second = { ...asked, user: eve, act: "two" };
    expect(await world.bridge.blockContact(second)).toEqual({ refusal: "This number is blocked already." });
    expect(await world.bridge.blockContact({ ...asked, user: ben })).toBeNull();
    await world.runAll();
    expect(world.thread(thread).filter((line) => line.includes("blocked this number"))).toHaveLength(1);
  });

  it.each([
    [ben, null],
    [eve, null],
    [dan, "Only members of Front desk and managers can block this number."],
    [stranger, "not in Threadline's directory"],
  ])("is for the group's members and managers: %s", async (user, refusal) => {
    const world = await createWorld();
    await world.begin(noel);
    const { id: episode } = await world.openEpisode(noel);
    const asked = await world.bridge.askToBlock({ episode, user });
    const done = await world.bridge.blockContact({ episode, user, reason: "", act: "one" });
    for (const answer of [asked, done ?? {}]) {
      const said = "refusal" in answer ? answer.refusal : "";
      expect(said).toContain(refusal ?? "");
      expect(said === "").toBe(refusal === null);
    }
  });

  it("says so where the conversation is gone", async () => {
    const world = await createWorld();
    const gone = { episode: "gone" as EpisodeId, user: ben };
    const notKnown = { refusal: "This conversation is not known here any more." };
    expect(await world.bridge.askToBlock(gone)).toEqual(notKnown);
    expect(await world.bridge.blockContact({ ...gone, reason: "", act: "one" })).toEqual(notKnown);
    expect(await world.bridge.unblockContact({ of: gone, user: ana })).toEqual({
      sentence: [notKnown.refusal],
    });
  });
});

describe("unblocking", () => {
  it.each([
    [ana, "Maria Lopez (…9001) is unblocked. 2 texts came meanwhile, and are kept without being shown."],
    [ben, "Only managers can unblock a number."],
    [stranger, "You are not in Threadline's directory"],
  ])("is for managers: %s", async (user, said) => {
    const { world, thread } = await conversedTwice();
    await block(world, ben);
    await world.text(maria, "one");
    await world.text(maria, "two");
    const [one] = await world.ctx.store.read((tx) => tx.contacts.blocked());
    if (one === undefined) throw new Error("nobody is blocked");
    const outcome = await world.bridge.unblockContact({ of: { contact: one.id }, user });
    expect(words(outcome.sentence)).toContain(said);
    await world.runAll();
    const line =
      "app: @U0ANA unblocked this number. 2 texts came meanwhile, and are kept without being shown.";
    expect(world.thread(thread).filter((words) => words.includes("unblocked this"))).toEqual(
      user === ana ? [line] : [],
    );
    expect(await blockedNumbers(world.ctx.store)).toHaveLength(user === ana ? 0 : 1);
  });

  it("lets the next text open a conversation as any does, and shows none of those that came meanwhile", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    const { id: episode } = await world.openEpisode();
    await block(world, ben);
    await world.text(maria, "buy now");
    await world.bridge.unblockContact({ of: { episode }, user: ana });
    await world.text(maria, "Sorry, my son had the phone");
    await world.runAll();
    const next = await world.openEpisode();
    expect(next.id).not.toBe(episode);
    expect(world.thread(thread).join()).not.toContain("buy now");
    expect(next.thread && world.thread(next.thread)).toEqual(["Maria Lopez: Sorry, my son had the phone"]);
  });

  it("happens once, also when two managers do it", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    const { id: episode } = await world.openEpisode();
    await block(world, ben);
    await world.bridge.unblockContact({ of: { episode }, user: ana });
    const again = await world.bridge.unblockContact({ of: { episode }, user: eve });
    expect(words(again.sentence)).toBe("This number is not blocked any more.");
    await world.runAll();
    expect(world.thread(thread).filter((line) => line.includes("unblocked this"))).toHaveLength(1);
  });
});
