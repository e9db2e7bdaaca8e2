import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { noteGap } from "../../src/bridge/channels/gaps.ts";
import type { Carrier } from "../../src/bridge/contracts/carrier.ts";
import { withdrawSend } from "../../src/bridge/outbox/enqueue.ts";
import type { Tick } from "../../src/bridge/tick.ts";
import { AppError } from "../../src/domain/errors.ts";
import type { CarrierMessageId } from "../../src/domain/ids.ts";
import { createSchedule } from "../../src/jobs/schedule.ts";
import { createTicks, type Ticks } from "../../src/jobs/ticks.ts";
import { createGate } from "../../src/lib/gate.ts";
import { ben, frontLine, maria, noel } from "../bridge/front-desk.ts";
import { createScriptedCarrier } from "../bridge/scripted-carrier.ts";
import { createWorld, hour, minute, type World } from "../bridge/world.ts";

const scheduleOf = (...carriers: readonly Carrier[]) =>
  createSchedule({ carriers, found: () => {}, foundInCrm: () => {} });
const clockOf = (world: World, ticks: readonly Tick[] = scheduleOf(...world.ctx.carriers.values())): Ticks =>
  createTicks(() => world.bridge, ticks);

/** Something is due for nearly every tick: a reminder, a text nobody decided about, one that nothing sends, two that were missed. */
async function muchIsDue(): Promise<World> {
  const world = await createWorld();
  const thread = await world.begin(maria);
  await world.reply(ben, thread, "see", { files: 1 });
  await world.pass(25 * hour);
  const second = await world.begin(noel);
  await world.pass(11 * minute);
  const unsent = await world.messageOf(await world.reply(ben, thread, "nothing sends this"));
  if (unsent === null) throw new Error("it became no text");
  world.desk.missed.push(world.write(ben, second, "nobody heard this"));
  await world.ctx.store.transaction(async (tx) => {
    await withdrawSend(tx, unsent);
    await noteGap(world.ctx, tx, world.now() - minute);
  });
  world.carrier.listed.push({
    kind: "text",
    carrierMessageId: "IN9" as CarrierMessageId,
    from: maria,
    to: frontLine,
    body: "no webhook told of this",
    media: [],
    receivedAt: new Date(world.now()),
  });
  return world;
}

async function whatCameOfIt(world: World) {
  await world.pass(minute);
  const { desk, carrier } = world;
  return {
    sent: carrier.bodies().toSorted(),
    shown: desk.posted.flatMap(({ post }) =>
      post?.kind === "texts" ? post.texts.map((one) => one.body) : [],
    ),
    told: desk.told.length,
    reminders: desk.reminders.length,
    lookedUp: desk.reread.length,
    owed: await world.ctx.store.read((tx) => tx.outbox.backlog()),
  };
}

describe("two ticks at once", () => {
  it("change nothing, however many clocks run", async () => {
    const alone = await muchIsDue();
    await clockOf(alone).all();
    const once = await whatCameOfIt(alone);
    expect(once).toMatchObject({
      sent: ["nobody heard this", "nothing sends this"],
      shown: expect.arrayContaining(["no webhook told of this"]),
      told: 2,
      reminders: 1,
    });

    const together = await muchIsDue();
    const [one, other] = [clockOf(together), clockOf(together)];
    await Promise.all([one.all(), other.all(), one.all()]);
    await one.all();
    expect(await whatCameOfIt(together)).toEqual(once);
  });

  it("are one, while the first is still at work", async () => {
    const world = await createWorld();
    const gate = createGate();
    let runs = 0;
    const slow = async () => {
      runs += 1;
      await gate.pass();
    };
    const clock = clockOf(world, [{ name: "slow", every: hour, run: slow }]);
    const both = [clock.all(), clock.all()];
    gate.open();
    await Promise.all(both);
    expect(runs).toBe(1);
    await clock.all();
    expect(runs).toBe(2);
  });
});

describe("the clock", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
  afterEach(() => void vi.useRealTimers());

  it("wakes each tick as often as it says, at the start where it says so, and none once it is stopped", async () => {
    const world = await createWorld();
    const woken: string[] = [];
    const note = (name: string) => async () => void woken.push(name);
    const clock = clockOf(world, [
      { name: "often", every: 10, run: note("often") },
      { name: "seldom", every: 20, atStart: true, run: note("seldom") },
    ]);
    expect(woken).toEqual([]);
    clock.start();
    expect(woken).toEqual(["seldom"]);
    await vi.advanceTimersByTimeAsync(20);
    expect(woken.toSorted()).toEqual(["often", "often", "seldom", "seldom"]);
    await clock.stop();
    await vi.advanceTimersByTimeAsync(100);
    expect(woken).toHaveLength(4);
  });

  it("lets what is under way end before it has stopped", async () => {
    const world = await createWorld();
    const gate = createGate();
    const ends: string[] = [];
    const slow = async () => {
      await gate.pass();
      ends.push("tick");
    };
    const clock = clockOf(world, [{ name: "slow", every: hour, atStart: true, run: slow }]);
    clock.start();
    const stopped = clock.stop().then(() => ends.push("clock"));
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(ends).toEqual([]);
    gate.open();
    await stopped;
    expect(ends).toEqual(["tick", "clock"]);
  });

  it("goes on after a tick that failed, and says which", async () => {
    const world = await createWorld();
    let runs = 0;
    const failing = async () => {
      runs += 1;
      throw new Error("disk full");
    };
    const clock = clockOf(world, [{ name: "failing", every: hour, run: failing }]);
    await clock.all();
    await clock.all();
    expect(runs).toBe(2);
    expect(world.logged).toContainEqual({
      level: "error",
      message: "a tick failed; the next one tries again",
    });
  });

  it("makes no error of it that another instance has the lead by then", async () => {
    const world = await createWorld();
    const losing = async () => {
      throw new AppError("lead", "Another instance has taken over the work.");
    };
    await clockOf(world, [{ name: "losing", every: hour, run: losing }]).all();
    expect(world.logged.filter(({ level }) => level === "error")).toEqual([]);
  });
});

describe("carriers", () => {
  it("are asked for what came as often as each was set, else every five minutes", () => {
    const { carrier } = createScriptedCarrier();
    const schedule = scheduleOf({ ...carrier, name: "one", pollEvery: 2_000 }, { ...carrier, name: "other" });
    expect(schedule.filter(({ name }) => name.startsWith("missed texts"))).toMatchObject([
      { name: "missed texts: one", every: 2_000 },
      { name: "missed texts: other", at: "30 */5 * * * *" },
    ]);
  });
});

describe("a tick that was missed because the process was busy", () => {
  it("is nobody's to know: the next one does what is due", async () => {
    const said = [vi.spyOn(console, "warn"), vi.spyOn(console, "log"), vi.spyOn(console, "error")];
    for (const spy of said) spy.mockImplementation(() => {});
    let wakened = createGate();
    const ticks = createTicks(
      () => ({ log: { error: () => {} } }) as unknown as World["bridge"],
      [{ name: "each second", at: "* * * * * *", run: async () => wakened.open() }],
    );
    ticks.start();
    await wakened.pass();
    wakened = createGate();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_500);
    await wakened.pass();
    await ticks.stop();
    // What others of this process say late is their own.
    const words = said.flatMap(({ mock }) => mock.calls).map((call) => call.join(" "));
    expect(words.filter((one) => /missed execution|node-cron/i.test(one))).toEqual([]);
    vi.restoreAllMocks();
  });
});
