import { describe, expect, it } from "vitest";
import { beat, isRestored, lastHeartbeat, markRestored } from "../../../src/bridge/connection/heartbeat.ts";
import { fetchMissedByOthers, heedInstances } from "../../../src/bridge/connection/heed-instances.ts";
import { leaveInstances, tellHearing } from "../../../src/bridge/connection/note-instance.ts";
import { beginBeside, recover } from "../../../src/bridge/connection/recover.ts";
import { regainConnection } from "../../../src/bridge/connection/regain-connection.ts";
import { createConnection } from "../../../src/bridge/context/connection.ts";
import type { Context } from "../../../src/bridge/context/context.ts";
import { createInstance } from "../../../src/bridge/context/instance.ts";
import type { InstanceRow } from "../../../src/bridge/contracts/store/instances.ts";
import { readAgain } from "../../../src/bridge/replies/read-again.ts";
import { receiveReply } from "../../../src/bridge/replies/receive-reply.ts";
import type { Place } from "../../../src/domain/sentence.ts";
import { ben } from "../front-desk.ts";
import { keyOf } from "../scripted-desk.ts";
import { createWorld, hour, minute, second, type World } from "../world.ts";

const other = "other:1";

/** Another instance on the same database, in a process of its own. */
function beside(world: World, name = other): Context {
  const { ctx, now } = world;
  return {
    ...ctx,
    store: { ...ctx.store, lead: { ...ctx.store.lead, isShared: true } },
    connection: createConnection({ now, log: ctx.log }),
    instance: createInstance({ name, version: "1.0.0", now }),
    leads: () => false,
  };
}

/** What is written now was written while everybody heard. */
async function inQuiet(): Promise<World> {
  const world = await createWorld();
  await world.pass(minute);
  await beat(world.ctx);
  return world;
}

/** One that hears the desk, and has given a sign of life just now. */
async function joined(world: World, name = other): Promise<Context> {
  const instance = beside(world, name);
  await beginBeside(instance);
  await regainConnection(instance);
  world.skip(second);
  await beat(instance);
  await heed(world);
  return instance;
}

async function heed(world: World): Promise<void> {
  await heedInstances(world.ctx);
  await fetchMissedByOthers(world.ctx);
}

/** Time passes as it does for whoever leads; the others that are named give their signs of life. Long times go by faster. */
async function watch(world: World, seconds: number, ...alive: readonly Context[]): Promise<void> {
  const step = seconds < 30 ? 1 : 5;
  for (let passed = step; passed <= seconds; passed += step) {
    world.skip(step * second);
    if (passed % 5 === 0) for (const one of [world.ctx, ...alive]) await beat(one);
    await heed(world);
    await world.pass(0);
  }
}

async function rowOf(world: World, name = other): Promise<InstanceRow | null> {
  const rows = await world.ctx.store.read((tx) => tx.instances.all());
  return rows.find((row) => row.name === name) ?? null;
}

async function tell(world: World, change: Partial<InstanceRow>): Promise<void> {
  const row = {
    name: other,
    version: "1.0.0",
    startedAt: world.now() - hour,
    beatAt: world.now(),
    deafSince: null,
  };
  await world.ctx.store.transaction((tx) => tx.instances.tell({ ...row, ...change }, false));
}

/** It hears the desk no more, and hears it again before whoever leads looks. */
async function missAMoment(world: World, instance: Context): Promise<void> {
  instance.connection.lose();
  await tellHearing(instance);
  await regainConnection(instance);
  await heed(world);
}

/** It is edited, and the event is lost. */
function editUnheard(world: World, place: Place, text: string): void {
  const before = world.desk.standing.get(keyOf(place));
  if (before === undefined) throw new Error("there is no such message");
  world.desk.standing.set(keyOf(place), { ...before, text, edited: world.newTs() });
}

describe("an instance that fell silent", () => {
  it("may have been told of an edit: what waits is read again before it leaves", async () => {
    const world = await inQuiet();
    const thread = await world.begin();
    await joined(world);
    const place = await world.reply(ben, thread, "until 5");
    editUnheard(world, place, "until 6");
    await watch(world, 30);
    expect(world.desk.reread).toContainEqual(place);
    expect(world.carrier.bodies()).toEqual(["until 6"]);
  });

  it("gives the time since its last sign of life back to holds, which become no longer than a new one", async () => {
    const world = await inQuiet();
    const thread = await world.begin();
    await joined(world);
    await watch(world, 12);
    await world.reply(ben, thread, "Yes");
    await watch(world, 4);
    const [message] = await world.ctx.store.read((tx) => tx.messages.inState(["waiting"]));
    expect(message?.notBefore).toBe(world.now() + 10 * second);
    await watch(world, 9);
    expect(world.carrier.sent).toEqual([]);
    await watch(world, 1);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });

  it("has what it may have been told fetched, and is forgotten", async () => {
    const world = await inQuiet();
    const thread = await world.begin();
    await joined(world);
    world.desk.missed.push(world.write(ben, thread, "told to nobody else"));
    await watch(world, 15);
    expect(world.carrier.sent).toEqual([]);
    expect(await rowOf(world)).not.toBeNull();
    await watch(world, 12);
    expect(world.carrier.bodies()).toEqual(["told to nobody else"]);
    expect(await rowOf(world)).toBeNull();
    // What carriers told it stands in their lists.
    expect(world.ctx.missedTexts.isDue("twilio", world.now())).toBe(true);
    expect(world.logged.filter(({ message }) => message.includes("fell silent"))).toHaveLength(1);
  });

  it("is told things for two minutes more, in which all that leaves is read before", async () => {
    const world = await inQuiet();
    const thread = await world.begin();
    await joined(world);
    await watch(world, 30);
    const during = await world.reply(ben, thread, "until 5");
    editUnheard(world, during, "until 6");
    await watch(world, 110);
    const after = await world.reply(ben, thread, "until 7");
    await watch(world, 11);
    expect(world.desk.reread).toContainEqual(during);
    expect(world.desk.reread).not.toContainEqual(after);
    expect(world.carrier.bodies()).toEqual(["until 6", "until 7"]);
    expect((await world.messageOf(after))?.reread).toBe(false);
  });

  it("is doubted for as long where its clock is behind", async () => {
    const world = await inQuiet();
    const thread = await world.begin();
    const beatBehind = () => tell(world, { beatAt: world.now() - hour });
    await beatBehind();
    await heed(world);
    await watch(world, 5);
    await beatBehind();
    await watch(world, 40);
    expect(await rowOf(world)).toBeNull();
    const place = await world.reply(ben, thread, "until 5");
    expect((await world.messageOf(place))?.reread).toBe(true);
  });

  it("is doubted by those that don't lead, too, once it is forgotten", async () => {
    const world = await inQuiet();
    const thread = await world.begin();
    await joined(world);
    const third = await joined(world, "third:1");
    await watch(world, 40, third);
    expect(await rowOf(world)).toBeNull();
    const reply = world.write(ben, thread, "until 5");
    await receiveReply(third, { reply, how: "event" });
    expect((await world.messageOf(reply))?.reread).toBe(true);
  });

  it("tells what it missed once it goes on", async () => {
    const world = await inQuiet();
    const instance = await joined(world);
    await watch(world, 21);
    expect(await rowOf(world)).toBeNull();
    const slept = world.now() - 21 * second;
    await beat(instance);
    expect(await rowOf(world)).toMatchObject({ deafSince: slept, missedSince: slept });
    await regainConnection(instance);
    expect(await rowOf(world)).toMatchObject({ deafSince: null, missedSince: slept });
    await heed(world);
    expect(await rowOf(world)).toMatchObject({ deafSince: null, missedSince: null });
  });
});

describe("an instance that lives, or has taken leave", () => {
  it.each([
    ["lives", async () => {}, true],
    ["has taken leave", leaveInstances, false],
  ])("costs nothing while it %s", async (_, act, lives) => {
    const world = await inQuiet();
    const thread = await world.begin();
    const instance = await joined(world);
    const place = await world.reply(ben, thread, "until 5");
    await act(instance);
    await watch(world, 10, ...(lives ? [instance] : []));
    expect(world.carrier.bodies()).toEqual(["until 5"]);
    await watch(world, minute / second, ...(lives ? [instance] : []));
    expect(world.desk.reread).toEqual([]);
    expect((await world.messageOf(place))?.reread).toBe(false);
    expect((await rowOf(world)) !== null).toBe(lives);
  });

  it.each([-hour, hour])("is no gap where its clock is off by %i ms", async (off) => {
    const world = await inQuiet();
    const thread = await world.begin();
    const start = world.now();
    await tell(world, { beatAt: start + off });
    await heed(world);
    await world.reply(ben, thread, "Yes");
    for (let beats = 1; beats <= 4; beats += 1) {
      await watch(world, 5);
      await tell(world, { beatAt: world.now() + off });
    }
    expect(world.desk.reread).toEqual([]);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });
});

describe("an instance that does not hear the desk", () => {
  it("says so at once, and again when it hears it", async () => {
    const world = await inQuiet();
    const instance = await joined(world);
    world.skip(3 * second);
    const lost = world.now();
    instance.connection.lose();
    await tellHearing(instance);
    expect(await rowOf(world)).toMatchObject({ deafSince: lost, missedSince: lost });
    await heed(world);
    expect(await rowOf(world)).toMatchObject({ deafSince: lost, missedSince: null });
    world.skip(second);
    await beat(instance);
    expect(await rowOf(world)).toMatchObject({ deafSince: lost, missedSince: null });
    await regainConnection(instance);
    expect(await rowOf(world)).toMatchObject({ deafSince: null, missedSince: lost });
  });

  it("has missed nothing before it first heard", async () => {
    const world = await inQuiet();
    const instance = beside(world);
    world.skip(2 * second);
    await beginBeside(instance);
    await beat(instance);
    expect(await rowOf(world)).toMatchObject({ deafSince: instance.instance.startedAt, missedSince: null });
    await heed(world);
    expect(world.ctx.connection.doubtedUntil).toBeLessThan(world.now());
    world.skip(minute);
    await regainConnection(instance);
    expect(await rowOf(world)).toMatchObject({ deafSince: null, missedSince: null });
  });

  it("keeps nothing from leaving: what waits is read again, and gets its time back", async () => {
    const world = await inQuiet();
    const thread = await world.begin();
    const instance = await joined(world);
    const place = await world.reply(ben, thread, "until 5");
    await watch(world, 6, instance);
    instance.connection.lose(world.now() - 2 * second);
    await tellHearing(instance);
    editUnheard(world, place, "until 6");
    await watch(world, 1, instance);
    const message = await world.messageOf(place);
    expect(message?.notBefore).toBe(world.now() - 7 * second + 10 * second + 3 * second);
    await watch(world, 20, instance);
    expect(world.carrier.bodies()).toEqual(["until 6"]);
  });

  it("makes a look at the desk that was under way out of date: what waits is read once more", async () => {
    const world = await inQuiet();
    const thread = await world.begin();
    const instance = await joined(world);
    const place = await world.reply(ben, thread, "until 5");
    const message = await world.messageOf(place);
    if (message === null) throw new Error("it became no text");
    await missAMoment(world, instance);
    const { history } = world.ctx;
    const readReply: typeof history.readReply = async (...asked) => {
      const shown = await history.readReply(...asked);
      editUnheard(world, place, "until 6");
      await missAMoment(world, instance);
      return shown;
    };
    await readAgain({ ...world.ctx, history: { ...history, readReply } }, { place, thread }, message.id);
    await watch(world, 20, instance);
    expect(world.desk.reread).toEqual([place, place]);
    expect(world.carrier.bodies()).toEqual(["until 6"]);
  });

  it("may have missed an edit of what the desk tells us only afterwards: that is read before it leaves", async () => {
    const world = await inQuiet();
    const thread = await world.begin();
    const instance = await joined(world);
    const reply = world.write(ben, thread, "until 5");
    editUnheard(world, reply, "until 6");
    await missAMoment(world, instance);
    await receiveReply(world.ctx, { reply, how: "event" });
    await watch(world, 20, instance);
    expect(world.desk.reread).toHaveLength(1);
    expect(world.carrier.bodies()).toEqual(["until 6"]);
  });

  it("is given up by the desk after two minutes: then nothing need be read", async () => {
    const world = await inQuiet();
    const thread = await world.begin();
    const instance = await joined(world);
    instance.connection.lose();
    await tellHearing(instance);
    await watch(world, 100, instance);
    const before = await world.reply(ben, thread, "before");
    await watch(world, 30, instance);
    expect(world.desk.reread).toEqual([before]);
    await world.reply(ben, thread, "after");
    await watch(world, 11, instance);
    expect(world.desk.reread).toEqual([before]);
    expect(world.carrier.bodies()).toEqual(["before", "after"]);
  });

  it("makes another one doubt what it is told meanwhile, also where that one does not lead", async () => {
    const world = await inQuiet();
    const thread = await world.begin();
    const [deaf, third] = [await joined(world), await joined(world, "third:1")];
    await watch(world, 10, deaf, third);
    deaf.connection.lose();
    await tellHearing(deaf);
    await beat(third);
    const reply = world.write(ben, thread, "until 5");
    await receiveReply(third, { reply, how: "event" });
    expect((await world.messageOf(reply))?.reread).toBe(true);
  });
});

describe("whoever leads and does not hear the desk", () => {
  it("goes on while another one hears: what leaves is read before", async () => {
    const world = await inQuiet();
    const thread = await world.begin();
    const instance = await joined(world);
    const place = await world.reply(ben, thread, "until 5");
    world.ctx.connection.lose();
    editUnheard(world, place, "until 6");
    await watch(world, 1, instance);
    expect(world.ctx.connection).toMatchObject({ lostSince: null, deafSince: world.now() - second });
    await watch(world, 25, instance);
    expect(world.carrier.bodies()).toEqual(["until 6"]);
    expect(await rowOf(world, world.ctx.instance.name)).toMatchObject({ deafSince: expect.any(Number) });
  });

  it("may be told things for two minutes, in which all that leaves is read before", async () => {
    const world = await inQuiet();
    const thread = await world.begin();
    const instance = await joined(world);
    world.ctx.connection.lose();
    await watch(world, 100, instance);
    const during = await world.reply(ben, thread, "until 5");
    editUnheard(world, during, "until 6");
    await watch(world, 30, instance);
    const after = await world.reply(ben, thread, "until 7");
    await watch(world, 11, instance);
    expect(world.desk.reread).toContainEqual(during);
    expect(world.desk.reread).not.toContainEqual(after);
    expect(world.carrier.bodies()).toEqual(["until 6", "until 7"]);
  });

  it("says to the next one that the desk was heard as long as another one hears", async () => {
    const world = await inQuiet();
    const instance = await joined(world);
    world.ctx.connection.lose();
    await watch(world, 10, instance);
    expect(await lastHeartbeat(world.ctx)).toBe(world.now());
    await beat(instance);
    instance.connection.lose();
    await tellHearing(instance);
    const heard = world.now();
    await watch(world, 10, instance);
    expect(await lastHeartbeat(world.ctx)).toBe(heard);
  });

  it("is not counted as away by the next one for the time before another one heard", async () => {
    const world = await inQuiet();
    const thread = await world.begin();
    world.ctx.connection.lose();
    await watch(world, (11 * minute) / second);
    await world.reply(ben, thread, "Yes");
    await watch(world, 20);
    expect(world.carrier.sent).toEqual([]);
    await joined(world);
    // It ends before its next sign of life.
    await world.restart();
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });

  it("goes on with a restored copy once another one hears: the next one takes it for none", async () => {
    const world = await inQuiet();
    const thread = await world.begin();
    await world.ctx.store.transaction(markRestored);
    await world.start();
    await watch(world, 10);
    expect(await world.ctx.store.read(isRestored)).toBe(true);
    const instance = await joined(world);
    await watch(world, 20, instance);
    expect(world.ctx.connection.deafSince).not.toBeNull();
    await world.reply(ben, thread, "Yes");
    await world.restart();
    expect(world.ctx.connection.isCopy).toBe(false);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });

  it.each([
    ["hears no more either", true],
    ["falls silent", false],
  ])("stops when the other one %s", async (_, tells) => {
    const world = await inQuiet();
    const thread = await world.begin();
    const instance = await joined(world);
    world.ctx.connection.lose();
    await watch(world, 2, instance);
    instance.connection.lose();
    if (tells) await tellHearing(instance);
    await watch(world, 10);
    expect(world.ctx.connection.lostSince).not.toBeNull();
    await world.reply(ben, thread, "Yes");
    await watch(world, minute / second);
    expect(world.ctx.connection.lostSince).not.toBeNull();
    expect(world.carrier.sent).toEqual([]);
    await regainConnection(world.ctx);
    await watch(world, 10);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });

  it("waits where the desk tells nobody anything", async () => {
    const world = await inQuiet();
    const thread = await world.begin();
    const instance = await joined(world);
    world.ctx.connection.lose(world.now(), "everybody's");
    await world.reply(ben, thread, "Yes");
    await watch(world, minute / second, instance);
    expect(world.carrier.sent).toEqual([]);
  });

  it("waits where another one has not heard yet", async () => {
    const world = await inQuiet();
    const thread = await world.begin();
    const instance = beside(world);
    await beginBeside(instance);
    world.ctx.connection.lose();
    await world.reply(ben, thread, "Yes");
    await watch(world, minute / second, instance);
    expect(world.carrier.sent).toEqual([]);
  });
});

describe("whoever takes over the lead", () => {
  it("does not know whether the others live: what each was told since its last sign of life counts as missed", async () => {
    const world = await createWorld();
    await joined(world, "alive:1");
    world.skip(4 * second);
    await beat(world.ctx);
    const next = { ...beside(world, "next:1"), leads: () => true };
    await recover(next);
    expect(next.connection.lostSince).toBe(world.now() - 4 * second);
    expect(await rowOf(world, "alive:1")).not.toBeNull();
  });

  it("counts from when one was deaf, and heeds what nobody has heeded", async () => {
    const world = await createWorld();
    await tell(world, { deafSince: world.now() - minute });
    await tell(world, { name: "more:1", deafSince: world.now() - 2 * minute });
    await tell(world, { name: "more:1" });
    expect(await rowOf(world, "more:1")).toMatchObject({ missedSince: world.now() - 2 * minute });
    const next = { ...beside(world, "next:1"), leads: () => true };
    await recover(next);
    expect(next.connection.lostSince).toBe(world.now() - 2 * minute);
    expect(await rowOf(world, "more:1")).toMatchObject({ missedSince: null });
  });

  it("has a clock far behind the one before's: what is due is so by its own, and nothing waits for a person", async () => {
    const world = await inQuiet();
    const thread = await world.begin();
    await world.reply(ben, thread, "Yes");
    await beat(world.ctx);
    world.skip(-5 * minute);
    const next = { ...beside(world, "next:1"), leads: () => true };
    await recover(next);
    await regainConnection(next);
    await world.pass(9 * second);
    expect(world.carrier.bodies()).toEqual([]);
    await world.pass(2 * second);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
    expect(next.connection.awayUntil).toBe(0);
  });

  it("has a clock far ahead of the one before's: it was not away for so long", async () => {
    const world = await inQuiet();
    await beat(world.ctx);
    world.skip(hour);
    const next = { ...beside(world, "next:1"), leads: () => true };
    await recover(next);
    expect(next.connection.awayUntil).toBe(0);
  });

  it.each([
    ["behind", -5 * minute],
    ["ahead of", 5 * minute],
  ])(
    "knows by the database's clock that nobody ran for long, though its own is %s the one before's",
    async (_, by) => {
      const world = await inQuiet();
      const thread = await world.begin();
      await world.reply(ben, thread, "Yes");
      await beat(world.ctx);
      await world.ctx.store.transaction((tx) => tx.settings.writeTime("heartbeat.shared", Date.now() - hour));
      world.skip(by);
      const next = { ...beside(world, "next:1"), leads: () => true };
      await recover(next);
      await regainConnection(next);
      await world.pass(hour);
      expect(world.carrier.bodies()).toEqual([]);
      expect(world.desk.offers.at(-1)?.choices).toEqual(["send_now", "discard"]);
    },
  );

  it("forgets those that are long gone", async () => {
    const world = await createWorld();
    await tell(world, {});
    world.skip(minute);
    const next = { ...beside(world, "next:1"), leads: () => true };
    await recover(next);
    expect(await rowOf(world)).toBeNull();
  });
});

describe("a process that is alone", () => {
  it("has one row, and takes it away when it stops", async () => {
    const world = await createWorld();
    const rows = () => world.ctx.store.read((tx) => tx.instances.all());
    expect(await rows()).toEqual([
      {
        name: world.ctx.instance.name,
        version: "1.0.0",
        startedAt: world.ctx.instance.startedAt,
        beatAt: world.now(),
        deafSince: null,
        missedSince: null,
      },
    ]);
    await leaveInstances(world.ctx);
    expect(await rows()).toEqual([]);
  });

  it("does not heed its own gaps twice", async () => {
    const world = await createWorld();
    world.ctx.connection.lose();
    await beat(world.ctx);
    await regainConnection(world.ctx);
    expect(await rowOf(world, world.ctx.instance.name)).toMatchObject({ deafSince: null, missedSince: null });
  });
});

describe("a reply that another app may have sent, before an older copy of its database was put in place", () => {
  async function onOlderCopy() {
    const world = await inQuiet();
    const thread = await world.begin();
    const instance = await joined(world);
    const reply = world.write(ben, thread, "Yes");
    world.skip(minute);
    await world.ctx.store.transaction(markRestored);
    await recover(world.ctx);
    await regainConnection(world.ctx);
    return { world, instance, reply };
  }

  it("waits for its author's word, whichever instance is told of it again", async () => {
    const { world, instance, reply } = await onOlderCopy();
    await receiveReply(instance, { reply, how: "event" });
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.messageOf(reply)).toMatchObject({ state: "waiting", waitReason: "outage" });
  });

  it("waits for it also at one whose clock is behind", async () => {
    const { world, instance, reply } = await onOlderCopy();
    await receiveReply({ ...instance, now: () => world.now() - 90 * second }, { reply, how: "event" });
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.messageOf(reply)).toMatchObject({ state: "waiting", waitReason: "outage" });
  });

  it("waits for it as well after the next start", async () => {
    const { world, reply } = await onOlderCopy();
    await world.restart();
    await receiveReply(world.ctx, { reply, how: "event" });
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.messageOf(reply)).toMatchObject({ state: "waiting", waitReason: "outage" });
  });
});
