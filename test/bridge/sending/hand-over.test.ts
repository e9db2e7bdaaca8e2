import { describe, expect, it } from "vitest";
import type { Job } from "../../../src/bridge/contracts/store/outbox.ts";
import { runJob } from "../../../src/bridge/jobs/run-job.ts";
import { ben } from "../front-desk.ts";
import { createWorld, minute, type World } from "../world.ts";

/** A house without a hold, whose jobs are promised to whoever enqueues them, and begun by hand. */
async function promising() {
  const world = await createWorld({ hold: 0 });
  const thread = await world.begin();
  await world.pass(minute);
  const handed: Job[] = [];
  world.ctx.store.readBy({
    promises: () => true,
    settled: () => {},
    enqueued: ({ jobs }) => void handed.push(...jobs.filter(({ isClaimed }) => isClaimed)),
  });
  const begin = async (world: World) => {
    for (const job of handed.splice(0)) await runJob(world.ctx, job);
  };
  return { world, thread, handed, begin };
}

describe("a reply that may leave at once", () => {
  it("is written as being sent by the commit that decides it, and handed over once", async () => {
    const { world, thread, handed, begin } = await promising();
    const place = await world.reply(ben, thread, "Yes");
    expect(await world.messageOf(place)).toMatchObject({ state: "sending", sendingAt: world.now() });
    expect(world.carrier.sent).toEqual([]);
    expect(handed).toHaveLength(1);
    await begin(world);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
    expect(world.desk.marksOn(place)).toEqual(["arrow_upper_right"]);
  });

  it("is unknown where the process died before it learned what came of it, and does not leave again by itself", async () => {
    const { world, thread } = await promising();
    const place = await world.reply(ben, thread, "Yes");
    await world.restart();
    // Before anything is done again.
    expect(await world.messageOf(place)).toMatchObject({ state: "unknown" });
    await world.pass(10 * minute);
    expect(world.carrier.sent).toEqual([]);
  });

  it("waits behind one that is being sent, in order", async () => {
    const { world, thread, handed, begin } = await promising();
    await world.reply(ben, thread, "One");
    const second = await world.reply(ben, thread, "Two");
    expect(await world.messageOf(second)).toMatchObject({ state: "queued" });
    expect(handed).toHaveLength(1);
    await begin(world);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["One", "Two"]);
  });

  it("is taken back where the connection is lost in the moment before it is handed over, and leaves once it stands again", async () => {
    const { world, thread, begin } = await promising();
    const place = await world.reply(ben, thread, "Yes");
    world.ctx.connection.lose();
    await begin(world);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.messageOf(place)).toMatchObject({ state: "queued", sendingAt: null });
    world.ctx.connection.regain();
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });

  it("comes again, marked as waiting, where the carrier says later", async () => {
    const { world, thread, begin } = await promising();
    const later = { code: "429", sentence: "Later.", scope: "passing", retryAfterMs: 20_000 } as const;
    world.carrier.answers.push({ kind: "rejected", failure: later });
    const place = await world.reply(ben, thread, "Yes");
    await begin(world);
    expect(await world.messageOf(place)).toMatchObject({ state: "queued" });
    await world.pass(16_000);
    expect(world.desk.marksOn(place)).toEqual(["hourglass_flowing_sand"]);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes", "Yes"]);
    expect(world.desk.marksOn(place)).toContain("arrow_upper_right");
  });

  it.each([
    ["the connection is lost", (world: World) => world.ctx.connection.lose()],
    [
      "what was missed is being fetched",
      (world: World) => world.ctx.connection.fetching(world.now() + minute),
    ],
  ])("is not while %s", async (_, when) => {
    const { world, thread, handed } = await promising();
    when(world);
    const place = await world.reply(ben, thread, "Yes");
    expect(await world.messageOf(place)).toMatchObject({ state: "queued" });
    expect(handed).toEqual([]);
  });

  it("is not where someone asked before it came that it not be sent", async () => {
    const { world, thread, handed } = await promising();
    const place = await world.reply(ben, thread, "Yes", { stoppedBy: [ben] });
    expect(await world.messageOf(place)).toMatchObject({ state: "cancelled" });
    expect(handed).toEqual([]);
  });

  it("is not where it was found later, or its edit could have been missed", async () => {
    const { world, thread, handed } = await promising();
    world.ctx.connection.regain();
    const place = await world.reply(ben, thread, "Yes");
    expect(await world.messageOf(place)).toMatchObject({ state: "queued", reread: true });
    expect(handed).toEqual([]);
  });
});
