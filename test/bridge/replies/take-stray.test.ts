import { describe, expect, it } from "vitest";
import { markRestored } from "../../../src/bridge/connection/heartbeat.ts";
import { explainReply } from "../../../src/bridge/replies/explain-reply.ts";
import { receiveReply } from "../../../src/bridge/replies/receive-reply.ts";
import type { SlackTs, SlackUserId } from "../../../src/domain/ids.ts";
import type { Place } from "../../../src/domain/sentence.ts";
import { ana, ben, front, maria, noel, stranger } from "../front-desk.ts";
import { deskError, keyOf } from "../scripted-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "../world.ts";

const toldTo = (world: World, user: SlackUserId) =>
  world.desk.told.filter(({ to }) => to === user).map(({ sentence }) => words(sentence));

/** Someone writes under a post of ours, whatever that is. */
const under = (world: World, thread: SlackTs, text: string, user = ben): Promise<Place> =>
  world.reply(user, thread, text, { underUs: true });

const again = (world: World, place: Place): Promise<void> => {
  const reply = world.desk.standing.get(keyOf(place));
  if (reply === undefined) throw new Error("there is no such message");
  return receiveReply(world.ctx, { reply, how: "event" });
};

/** A card whose answer was lost, was not found, and was posted again: both stand. */
async function withDeadCard() {
  const world = await createWorld();
  world.desk.fail("openThread", "unreachable", { certain: true, afterwards: true });
  await world.text(maria, "Are you open?");
  await world.pass(minute);
  const [dead, living] = world.desk.posted.filter(({ card }) => card !== null).map(({ ts }) => ts);
  if (dead === undefined || living === undefined) throw new Error("two cards were expected");
  expect((await world.openEpisode()).thread).toBe(living);
  return { world, dead, living };
}

/** A root of ours that names no conversation that is known here. */
function post(world: World, key: string): SlackTs {
  const ts = world.newTs();
  world.desk.posted.push({ channel: front, ts, thread: null, key, card: null, post: null });
  return ts;
}

describe("a reply under a card that was posted twice", () => {
  it("does not leave, says where the conversation goes on, and can be sent there", async () => {
    const { world, dead } = await withDeadCard();
    const place = await under(world, dead, "Until six.");
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(place)).toEqual(["no_entry_sign"]);
    expect(toldTo(world, ben)).toEqual([
      "This did not leave: the conversation goes on in [the current thread].",
    ]);
    await world.choose("send_there", ben);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Until six."]);
  });

  it("stays a note when it is one", async () => {
    const { world, dead } = await withDeadCard();
    await under(world, dead, "Until six.");
    await world.pass(minute);
    const place = await under(world, dead, "note: she is early");
    await world.pass(minute);
    expect(world.desk.marksOn(place)).toEqual(["memo"]);
    expect(toldTo(world, ben)).toHaveLength(1);
  });

  it("is told of at once when it is the next", async () => {
    const { world, dead } = await withDeadCard();
    for (const text of ["Until six.", "And seven on Fridays."]) await under(world, dead, text);
    await world.pass(minute);
    expect(toldTo(world, ben)).toHaveLength(2);
  });
});

describe("a reply under another post of ours", () => {
  it("that was a note before it was edited is told of, too", async () => {
    const world = await createWorld();
    await world.begin();
    const place = await under(world, post(world, "remind:1:2"), "note: I have her");
    await world.pass(minute);
    expect(toldTo(world, ben)).toEqual([]);
    await world.edit(place, "I have her");
    await world.pass(minute);
    expect(toldTo(world, ben)).toEqual([expect.stringContaining("This reached no customer")]);
    expect(world.desk.marksOn(place)).toEqual(["no_entry_sign"]);
  });

  it("is told, once, that it reached nobody and where to write, and carries a mark", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const place = await under(world, post(world, "remind:1:2"), "I have her");
    await again(world, place);
    await world.runAll();
    await again(world, place);
    await world.pass(hour);
    expect(toldTo(world, ben)).toEqual([
      "This reached no customer: no conversation hangs on that message. Write in [the open thread].",
    ]);
    expect(world.desk.told[0]).toMatchObject({
      quietly: true,
      about: { place },
      sentence: expect.arrayContaining([{ link: { channel: front, ts: thread }, label: "the open thread" }]),
    });
    expect(world.desk.marksOn(place)).toEqual(["no_entry_sign"]);
    expect(world.carrier.sent).toEqual([]);
    const why = await explainReply(world.ctx, { place, user: ben });
    expect(words(why.sentence)).toContain("reached no customer");
  });

  it("is told by whom to write where several conversations are open, whoever wrote it", async () => {
    const world = await createWorld();
    await world.begin();
    await world.begin(noel);
    const root = post(world, "remind:1:2");
    await under(world, root, "I have her");
    await under(world, root, "me too", stranger);
    await world.runAll();
    const told = [
      "This reached no customer: no conversation hangs on that message. Write in the thread under the card of whom you mean.",
    ];
    expect([toldTo(world, ben), toldTo(world, stranger)]).toEqual([told, told]);
  });

  it.each([
    ["a note", { text: "note: she is mine" }],
    ["a /me message", { text: "is on it", kind: "me" as const }],
  ])("is left alone when it is %s", async (_, { text, ...how }) => {
    const world = await createWorld();
    await world.begin();
    await world.reply(ben, post(world, "remind:1:2"), text, { underUs: true, ...how });
    await world.pass(hour);
    expect(world.desk.told).toEqual([]);
  });

  it("is not told of when it was deleted meanwhile", async () => {
    const world = await createWorld();
    await world.begin();
    const place = await under(world, post(world, "remind:1:2"), "oops");
    await world.delete(place);
    await world.pass(hour);
    expect(world.desk.told).toEqual([]);
  });

  it("is told of, too, where it is found after a gap, once, and with a link to it", async () => {
    const world = await createWorld();
    await world.begin();
    const root = post(world, "remind:1:2");
    const written = world.write(ben, root, "I have her", { underUs: true });
    world.skip(hour);
    for (let look = 1; look <= 2; look += 1) {
      await receiveReply(world.ctx, { reply: written, how: "found" });
      await world.runAll();
    }
    expect(toldTo(world, ben)).toEqual([
      "[What you wrote] reached no customer: no conversation hangs on that message. Write in [the open thread].",
    ]);
    expect(world.desk.told[0]).toMatchObject({ quietly: false });
    expect(world.desk.marksOn(written)).toEqual(["no_entry_sign"]);
  });

  it.each(["arrow_upper_right", "white_check_mark", "no_entry_sign"] as const)(
    "is left alone where it is found with a mark of ours, which another database knows: %s",
    async (mark) => {
      const world = await createWorld();
      await world.begin();
      const root = post(world, "open:7:1 card:IN7");
      const reply = world.write(ben, root, "Until six.", { underUs: true, marks: [mark] });
      await receiveReply(world.ctx, { reply, how: "found" });
      await world.pass(hour);
      expect(world.desk.told).toEqual([]);
    },
  );

  it("costs a thread that is none of ours nothing", async () => {
    const world = await createWorld();
    await world.begin();
    await world.reply(ben, world.newTs(), "lunch?");
    expect(await world.ctx.store.read((tx) => tx.outbox.due(world.now() + hour, 10))).toEqual([]);
  });
});

describe("a reply under a card that is being posted", () => {
  it("leaves once the card stands, without a word", async () => {
    const world = await createWorld();
    world.desk.during = async () => {
      const root = world.desk.posted.at(-1)?.ts ?? ("" as SlackTs);
      await under(world, root, "Until six.");
    };
    await world.begin(maria);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Until six."]);
    expect(world.desk.told).toEqual([]);
  });

  it("waits for it however long its answer takes to be found", async () => {
    const world = await createWorld();
    const { findPost } = world.desk.history;
    let isLost = true;
    Object.assign(world.desk.history, {
      findPost: async (...args: Parameters<typeof findPost>) => {
        if (isLost) throw deskError("unreachable");
        return await findPost(...args);
      },
    });
    world.desk.fail("openThread", "unreachable", { certain: false, afterwards: true });
    await world.text(maria, "Are you open?");
    await world.pass(second);
    const root = world.desk.posted.at(-1)?.ts ?? ("" as SlackTs);
    await under(world, root, "Until six.");
    await world.pass(5 * minute);
    expect(world.desk.told).toEqual([]);
    isLost = false;
    await world.pass(5 * minute);
    expect(world.carrier.bodies()).toEqual(["Until six."]);
    expect(world.desk.told).toEqual([]);
  });
});

describe("a reply under a card that this database does not know", () => {
  it("is told of at once, though a job of this database has the number of the one that posted it", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    await world.reply(ben, thread, "Until six.");
    const held = await world.ctx.store.read((tx) => tx.outbox.due(world.now() + hour, 10));
    const { id } = held.find(({ kind }) => kind === "send") ?? { id: 0 };
    await under(world, post(world, `open:${id}:5 card:IN7`), "And on Sundays?", ana);
    await world.runAll();
    expect(toldTo(world, ana)[0]).toContain("reached no customer");
  });

  it("waits for its author where its text comes to be known after they were told", async () => {
    const world = await createWorld();
    await world.begin(noel);
    const root = post(world, "open:99:1 card:IN2");
    const place = await under(world, root, "Until six.", ana);
    await world.runAll();
    expect(toldTo(world, ana)[0]).toContain("reached no customer");
    const writtenAt = world.now();
    await world.ctx.store.transaction(markRestored);
    world.skip(minute);
    await world.restart();
    await world.text(maria, "Are you open?", { receivedAt: new Date(writtenAt) });
    await world.pass(minute);
    const found = await world.ctx.store.read((tx) => tx.episodes.atThread(front, root));
    expect(found?.thread).toMatchObject({ state: "current" });
    expect(world.carrier.sent).toEqual([]);
    expect(toldTo(world, ana).at(-1)).toContain("Is it still right to send?");
    await world.choose("send_now", ana);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Until six."]);
    expect(world.desk.marksOn(place)).toContain("arrow_upper_right");
  });
});
