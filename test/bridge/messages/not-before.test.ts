/** A text that must not leave before a chosen time. Nobody can choose one yet: its row and its job are written by hand. */
import { describe, expect, it } from "vitest";
import { beat } from "../../../src/bridge/connection/heartbeat.ts";
import { regainConnection } from "../../../src/bridge/connection/regain-connection.ts";
import type { SendOutcome } from "../../../src/bridge/contracts/carrier.ts";
import type { Message } from "../../../src/bridge/contracts/store/messages.ts";
import { enqueueUnsent } from "../../../src/bridge/messages/enqueue-unsent.ts";
import { enqueueSend, withdrawSend } from "../../../src/bridge/outbox/enqueue.ts";
import type { MessageId, SlackTs, Username } from "../../../src/domain/ids.ts";
import { ana, ben, eve, frontLine } from "../front-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "../world.ts";

interface Scheduling {
  readonly body?: string;
  /** From now. Milliseconds. */
  readonly after: number;
  /** When its job comes; with its time, unless it says otherwise. From now. */
  readonly jobAfter?: number;
  /** How long ago it was written. */
  readonly age?: number;
}

async function schedule(world: World, scheduling: Scheduling): Promise<MessageId> {
  const { body = "Tomorrow at 9!", after, jobAfter = after, age = 0 } = scheduling;
  const episode = await world.openEpisode();
  const now = world.now();
  return await world.ctx.store.transaction(async (tx) => {
    const message = await tx.messages.insert({
      id: world.ctx.newId() as MessageId,
      conversationId: episode.conversationId,
      episodeId: episode.id,
      line: frontLine,
      direction: "out",
      origin: "scheduled",
      state: "waiting",
      waitsFor: "time",
      notBefore: now + after,
      body,
      carrier: "twilio",
      author: "ben" as Username,
      authorUser: ben,
      writtenAt: now - age,
      createdAt: now - age,
    });
    await enqueueSend(tx, message, now + jobAfter, now);
    return message.id;
  });
}

/** The same for what a member writes in a thread: its hold becomes a time. */
async function scheduleReply(world: World, thread: SlackTs, after: number): Promise<MessageId> {
  const place = await world.reply(ben, thread, "Tomorrow at 9!");
  const held = (await world.messageOf(place)) ?? expect.fail("no text");
  const timed = { waitReason: null, notBefore: world.now() + after } as const;
  await world.ctx.store.transaction(async (tx) => {
    await tx.messages.update(held.id, timed);
    await enqueueSend(tx, { ...held, ...timed }, timed.notBefore, world.now());
  });
  return held.id;
}

const stored = (world: World, id: MessageId): Promise<Message | null> =>
  world.ctx.store.read((tx) => tx.messages.get(id));
const jobs = (world: World) => world.ctx.store.read((tx) => tx.outbox.backlog());
const putOff: SendOutcome = {
  kind: "rejected",
  failure: { code: "20429", sentence: "Busy.", scope: "passing", retryAfterMs: 30 * second },
};

/** Stays awake for so long: a heartbeat every minute, as the clock's tick gives it. */
async function stayAwake(world: World, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= minute) {
    await world.pass(Math.min(minute, left));
    await beat(world.ctx);
  }
}

describe("a text with a time", () => {
  it("leaves at that time and not a moment sooner, once", async () => {
    const world = await createWorld();
    await world.begin();
    const id = await schedule(world, { after: hour });
    await world.pass(hour - 1);
    expect(world.carrier.bodies()).toEqual([]);
    await world.pass(1);
    expect(world.carrier.bodies()).toEqual(["Tomorrow at 9!"]);
    expect(await stored(world, id)).toMatchObject({ state: "accepted", waitsFor: null });
    await world.pass(hour);
    expect(world.carrier.bodies()).toHaveLength(1);
  });

  it("does not leave early though its job comes too soon, and comes again at its time", async () => {
    const world = await createWorld();
    await world.begin();
    const id = await schedule(world, { after: hour, jobAfter: 0 });
    await world.runAll();
    expect(world.carrier.bodies()).toEqual([]);
    expect(await stored(world, id)).toMatchObject({ state: "waiting", notBefore: world.now() + hour });
    await world.pass(hour - 1);
    expect(world.carrier.bodies()).toEqual([]);
    await world.pass(1);
    expect(world.carrier.bodies()).toEqual(["Tomorrow at 9!"]);
    await world.pass(minute);
    expect((await jobs(world)).filter(({ kind }) => kind === "send")).toEqual([]);
  });

  it.each([
    ["with its time", hour],
    ["too soon", 0],
  ])("holds up no reply, written before or after it, when its job comes %s", async (_, jobAfter) => {
    const world = await createWorld();
    const thread = await world.begin();
    await world.reply(ben, thread, "before");
    await schedule(world, { after: hour, jobAfter });
    await world.reply(ben, thread, "after");
    await world.pass(10 * second);
    expect(world.carrier.bodies()).toEqual(["before", "after"]);
    await world.pass(30 * minute);
    await world.reply(ben, thread, "much later");
    await world.pass(10 * second);
    expect(world.carrier.bodies()).toEqual(["before", "after", "much later"]);
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual(["before", "after", "much later", "Tomorrow at 9!"]);
  });

  it("leaves behind what was written before its time and is held across it, and before what was written after", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    await schedule(world, { after: minute });
    await world.pass(minute - 5 * second);
    await world.reply(ben, thread, "held across");
    await world.pass(5 * second);
    expect(world.carrier.bodies()).toEqual([]);
    await world.pass(second);
    await world.reply(ben, thread, "written after");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["held across", "Tomorrow at 9!", "written after"]);
  });

  it("leaves in the order of the times, not of the writing", async () => {
    const world = await createWorld();
    await world.begin();
    await schedule(world, { body: "third", after: 3 * hour });
    await schedule(world, { body: "first", after: hour, jobAfter: 0 });
    await schedule(world, { body: "second", after: 2 * hour });
    await stayAwake(world, 4 * hour);
    expect(world.carrier.bodies()).toEqual(["first", "second", "third"]);
  });
});

describe("after a restart, a text with a time", () => {
  it("leaves at it still", async () => {
    const world = await createWorld();
    await world.begin();
    await schedule(world, { after: 3 * minute });
    await world.pass(minute);
    await world.restart();
    await world.pass(2 * minute - 1);
    expect(world.carrier.bodies()).toEqual([]);
    await world.pass(1);
    expect(world.carrier.bodies()).toEqual(["Tomorrow at 9!"]);
  });

  it("leaves at once where its time came in a short absence", async () => {
    const world = await createWorld();
    await world.begin();
    await schedule(world, { after: minute, age: 72 * hour });
    world.skip(5 * minute);
    await world.restart();
    await world.runAll();
    expect(world.carrier.bodies()).toEqual(["Tomorrow at 9!"]);
  });

  it.each([
    ["at the start", (world: World) => world.restart()],
    ["by a tick", (world: World) => enqueueUnsent(world.ctx)],
  ])("leaves at it, though the row that would send it is lost: it is owed again %s", async (_, again) => {
    const world = await createWorld();
    await world.begin();
    const id = await schedule(world, { after: 3 * minute });
    const message = (await stored(world, id)) ?? expect.fail("no text");
    await world.ctx.store.transaction((tx) => withdrawSend(tx, message));
    await again(world);
    await world.pass(3 * minute - 1);
    expect(world.carrier.bodies()).toEqual([]);
    await world.pass(1);
    expect(world.carrier.bodies()).toEqual(["Tomorrow at 9!"]);
  });
});

describe("a text with a time is late", () => {
  it("not because it was written long ago", async () => {
    const world = await createWorld();
    await world.begin();
    await schedule(world, { after: minute, age: 30 * 24 * hour });
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Tomorrow at 9!"]);
    expect(world.desk.told).toEqual([]);
  });

  it.each([
    ["as long as it may, and leaves", 10 * minute + 9 * second, true],
    ["longer, and asks its author", 10 * minute + 11 * second, false],
  ])("when it was due long ago: it waits for us to hear %s", async (_, deafFor, leaves) => {
    const world = await createWorld();
    const thread = await world.begin();
    const id = await scheduleReply(world, thread, hour);
    await stayAwake(world, hour - second);
    world.ctx.connection.lose();
    await world.pass(second + deafFor);
    await regainConnection(world.ctx);
    await world.pass(second);
    expect(world.carrier.bodies()).toEqual(leaves ? ["Tomorrow at 9!"] : []);
    const late = { state: "waiting", waitsFor: "person", waitReason: "late", notBefore: null };
    expect(await stored(world, id)).toMatchObject(leaves ? { state: "accepted" } : late);
    const told = world.desk.told.map(({ to, sentence }) => [to, words(sentence)]);
    expect(told).toEqual(
      leaves ? [] : [[ben, "This did not leave in time: “Tomorrow at 9!” Is it still right to send?"]],
    );
  });

  it("not because the carrier put it off, whenever it was written", async () => {
    const world = await createWorld();
    await world.begin();
    world.carrier.answers.push(putOff, putOff);
    const id = await schedule(world, { after: minute, age: 72 * hour });
    await world.pass(minute);
    expect(await stored(world, id)).toMatchObject({ state: "queued", waitsFor: null });
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Tomorrow at 9!", "Tomorrow at 9!", "Tomorrow at 9!"]);
    expect(await stored(world, id)).toMatchObject({ state: "accepted" });
    expect(world.desk.told).toEqual([]);
  });

  it("when the carrier puts it off for longer than it may wait", async () => {
    const world = await createWorld();
    await world.begin();
    for (let times = 0; times < 100; times += 1) world.carrier.answers.push(putOff);
    const id = await schedule(world, { after: minute, age: 72 * hour });
    await stayAwake(world, minute + 10 * minute);
    expect(await stored(world, id)).toMatchObject({ state: "queued" });
    await stayAwake(world, minute);
    expect(await stored(world, id)).toMatchObject({ state: "waiting", waitReason: "late" });
    expect(world.desk.told.map(({ to }) => to)).toEqual([ben]);
  });
});

describe("while its line is not heard, a text with a time", () => {
  it("does not leave, and leaves as soon as it is heard again, without another hold", async () => {
    const world = await createWorld();
    await world.begin();
    await schedule(world, { after: minute });
    world.ctx.connection.lose();
    await world.pass(2 * minute);
    expect(world.carrier.bodies()).toEqual([]);
    await regainConnection(world.ctx);
    await world.pass(second);
    expect(world.carrier.bodies()).toEqual(["Tomorrow at 9!"]);
  });

  it("keeps its time where that comes only afterwards", async () => {
    const world = await createWorld();
    await world.begin();
    await schedule(world, { after: 5 * minute });
    world.ctx.connection.lose();
    await world.pass(2 * minute);
    await regainConnection(world.ctx);
    await world.pass(3 * minute - 1);
    expect(world.carrier.bodies()).toEqual([]);
    await world.pass(1);
    expect(world.carrier.bodies()).toEqual(["Tomorrow at 9!"]);
  });
});

describe("after a long absence, a text with a time", () => {
  const asked = "app: @U0BEN Threadline was away when this text was due: “Tomorrow at 9!” It has not left.";

  it("is asked about if it was due meanwhile, and leaves by a member's word", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const id = await scheduleReply(world, thread, minute);
    world.skip(hour);
    await world.restart();
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual([]);
    expect(world.thread(thread)).toContain(asked);
    expect(await stored(world, id)).toMatchObject({ state: "waiting", waitReason: "outage" });
    expect(words(world.desk.told.find(({ to }) => to === eve)?.sentence ?? null)).toContain("1 text waits");
    expect(words((await world.choose("send_now", ana)).sentence)).toBe("It is on its way.");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Tomorrow at 9!"]);
  });

  it("is not asked about if its time comes only now: it leaves at it by itself", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const id = await schedule(world, { after: 2 * hour });
    world.skip(hour);
    await world.restart();
    await world.runAll();
    expect(words(world.desk.told.find(({ to }) => to === eve)?.sentence ?? null)).toContain(
      "No text was due",
    );
    expect(await stored(world, id)).toMatchObject({ state: "waiting", waitsFor: "time" });
    expect(world.thread(thread)).not.toContain(asked);
    await stayAwake(world, hour - 1);
    expect(world.carrier.bodies()).toEqual([]);
    await world.pass(1);
    expect(world.carrier.bodies()).toEqual(["Tomorrow at 9!"]);
  });

  it("is asked about alone, while one whose time comes later leaves at its own", async () => {
    const world = await createWorld();
    await world.begin();
    await schedule(world, { body: "due meanwhile", after: minute });
    await schedule(world, { body: "due later", after: 2 * hour });
    world.skip(hour);
    await world.restart();
    await stayAwake(world, 2 * hour);
    expect(world.carrier.bodies()).toEqual(["due later"]);
  });

  it("is asked about where the carrier had put it off before", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.carrier.answers.push(putOff);
    await schedule(world, { after: minute });
    await world.pass(minute);
    world.skip(hour);
    await world.restart();
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Tomorrow at 9!"]);
    expect(world.thread(thread)).toContain(asked);
  });

  it("is asked about, too, if it was due in the very moment that ended it", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    await schedule(world, { after: hour });
    world.skip(hour);
    await world.restart();
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual([]);
    expect(world.thread(thread)).toContain(asked);
  });
});
