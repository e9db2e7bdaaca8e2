import { describe, expect, it } from "vitest";
import { createDeskConnection } from "../../../src/slack/transport/connection.ts";
import { ben } from "../../bridge/front-desk.ts";
import { keyOf } from "../../bridge/scripted-desk.ts";
import { createWorld, minute, second } from "../../bridge/world.ts";

async function connect() {
  const world = await createWorld();
  const { bridge, ctx, now } = world;
  const desk = createDeskConnection({ bridge: () => bridge, log: ctx.log, now, canReceive: () => true });
  const lostSince = () => ctx.connection.lostSince;
  return { world, desk, lostSince };
}

describe("a minute in which Slack keeps events back", () => {
  it.each(["regain", "connected"] as const)(
    "is over before anything of it is regained, though it is tried (%s)",
    async (how) => {
      const { world, desk, lostSince } = await connect();
      const since = world.now();
      desk.keptBack(since);
      world.skip(minute + 4 * second);
      desk[how]();
      await desk.stop();
      expect(lostSince()).toBe(since);
      world.skip(second);
      desk[how]();
      await desk.stop();
      expect(lostSince()).toBeNull();
    },
  );

  it("is over before a text leaves: whether its reply was edited is asked then", async () => {
    const { world, desk } = await connect();
    const place = await world.reply(ben, await world.begin(), "until 5");
    desk.keptBack(world.now());
    const before = world.desk.standing.get(keyOf(place));
    if (before === undefined) throw new Error("it does not stand there");
    world.desk.standing.set(keyOf(place), { ...before, text: "until 6", edited: world.newTs() });
    await world.pass(minute);
    desk.regain();
    await world.pass(4 * second);
    expect(world.carrier.bodies()).toEqual([]);
    await world.pass(second);
    desk.regain();
    await desk.stop();
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["until 6"]);
  });

  it("began when Slack says that it did, whenever we are told", async () => {
    const { world, desk, lostSince } = await connect();
    const since = world.now();
    world.skip(30 * second);
    desk.keptBack(since);
    expect(lostSince()).toBe(since);
    await desk.stop();
  });

  it("is one in which no other instance hears in our place", async () => {
    const { world, desk } = await connect();
    desk.keptBack(world.now());
    expect(world.ctx.connection.lostAlone).toBeNull();
    desk.lost();
    expect(world.ctx.connection.lostAlone).toBeNull();
    await desk.stop();
  });
});

describe("a socket that is gone", () => {
  it("is ours alone: another instance may hear in our place", async () => {
    const { world, desk } = await connect();
    desk.lost();
    expect(world.ctx.connection.lostAlone).toBe(world.now());
    await desk.stop();
  });
});
