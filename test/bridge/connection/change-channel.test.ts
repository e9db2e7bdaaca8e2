import { describe, expect, it } from "vitest";
import { catchUpMissed } from "../../../src/bridge/connection/catch-up-desk.ts";
import { changeChannel } from "../../../src/bridge/connection/change-channel.ts";
import { ben, front, maria } from "../front-desk.ts";
import { deskError, keyOf } from "../scripted-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "../world.ts";

async function close(world: World): Promise<void> {
  world.desk.closed.add(front);
  await changeChannel(world.ctx, { channel: front, change: "closed" });
}

async function open(world: World): Promise<void> {
  world.desk.closed.clear();
  await changeChannel(world.ctx, { channel: front, change: "open" });
}

/** The app was removed from it: what stands there can't be read either. */
async function remove(world: World): Promise<void> {
  const { history } = world.desk;
  const readReply = history.readReply.bind(history);
  Object.assign(history, {
    readReply: async (...asked: Parameters<typeof readReply>) => {
      if (world.desk.closed.has(front)) throw deskError("channel_closed");
      return await readReply(...asked);
    },
  });
  await close(world);
}

describe("what members wrote while a channel was closed to us", () => {
  it("is fetched as soon as we are told that it is open", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    await close(world);
    world.desk.missed.push(world.write(ben, thread, "Yes, until 6"));
    await world.pass(2 * minute);
    await open(world);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes, until 6"]);
  });

  it("waits for its author where it was written too long ago", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    await close(world);
    world.desk.missed.push(world.write(ben, thread, "Yes, until 6"));
    await world.pass(hour);
    await open(world);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual([]);
    expect(world.desk.offers.at(-1)?.choices).toEqual(["send_now", "discard"]);
  });

  it("is fetched where only a failed post told that it was closed, long after it was", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.desk.closed.add(front);
    await world.pass(minute);
    world.desk.missed.push(world.write(ben, thread, "Yes, until 6"));
    await world.pass(3 * hour);
    await world.text(maria, "Hello?");
    await world.pass(minute);
    world.desk.closed.clear();
    await world.pass(2 * minute);
    expect(world.thread(thread)).toHaveLength(2);
    await catchUpMissed(world.ctx);
    await world.runAll();
    expect(words(world.desk.told.at(-1)?.sentence ?? null)).toContain("too long after it was written");
  });

  it("is fetched where we never noticed that it was closed", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.desk.missed.push(world.write(ben, thread, "Yes, until 6"));
    await world.pass(2 * minute);
    await open(world);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes, until 6"]);
  });

  it("is fetched though the process ended meanwhile", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    await close(world);
    world.desk.missed.push(world.write(ben, thread, "Yes, until 6"));
    await world.pass(second);
    await world.restart();
    await open(world);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes, until 6"]);
  });

  it("is looked for nowhere when the app comes to a channel without threads", async () => {
    const world = await createWorld();
    const before = world.desk.caughtUp.length;
    await open(world);
    expect(world.desk.caughtUp).toHaveLength(before);
  });
});

it("reads again what waited there, before it leaves", async () => {
  const world = await createWorld();
  const place = await world.reply(ben, await world.begin(), "oops, wrong person");
  await close(world);
  world.desk.standing.delete(keyOf(place));
  await world.pass(5 * second);
  await open(world);
  await world.pass(minute);
  expect(world.carrier.bodies()).toEqual([]);
  expect((await world.messageOf(place))?.state).toBe("cancelled");
});

it("lets nothing leave that waited there, and can't be read again, before it is open", async () => {
  const world = await createWorld();
  const thread = await world.begin();
  const [deleted, standing] = [
    await world.reply(ben, thread, "oops, wrong person"),
    await world.reply(ben, thread, "Yes, until 6"),
  ];
  await remove(world);
  world.desk.standing.delete(keyOf(deleted));
  await world.pass(2 * minute);
  expect(world.carrier.bodies()).toEqual([]);
  await open(world);
  await world.runAll();
  expect(world.carrier.bodies()).toEqual(["Yes, until 6"]);
  expect((await world.messageOf(deleted))?.state).toBe("cancelled");
  expect((await world.messageOf(standing))?.state).toBe("accepted");
});

it("asks the author of what waited there when it has become too late for it meanwhile, and goes by their word", async () => {
  const world = await createWorld();
  const place = await world.reply(ben, await world.begin(), "Yes, until 6");
  await remove(world);
  await world.pass(hour);
  expect(world.carrier.bodies()).toEqual([]);
  expect(await world.messageOf(place)).toMatchObject({ state: "waiting", waitsFor: "person" });
  expect(words(world.desk.told.at(-1)?.sentence ?? null)).toContain("did not leave in time");
  await world.choose("send_now", ben);
  await world.pass(second);
  expect(world.carrier.bodies()).toEqual(["Yes, until 6"]);
});
