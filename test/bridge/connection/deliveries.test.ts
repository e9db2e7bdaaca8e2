import { describe, expect, it } from "vitest";
import {
  failDelivery,
  pendingDeliveries,
  settleDelivery,
  stillHandling,
  storeDelivery,
} from "../../../src/bridge/connection/deliveries.ts";
import { forgetOld } from "../../../src/bridge/connection/forget-old.ts";
import type { Context } from "../../../src/bridge/context/context.ts";
import { createWorld, hour, minute, second } from "../world.ts";

const delivery = (key: string) => ({ key, lane: "C1", body: `{"key":"${key}"}` });
const day = 24 * hour;

/** Whether others may run on the same database; the rest is the same on both engines. */
function sharedOrNot(ctx: Context, isShared: boolean): Context {
  const { store } = ctx;
  return { ...ctx, store: { ...store, lead: { ...store.lead, isShared } } };
}

async function stored(key: string) {
  const world = await createWorld();
  const id = await storeDelivery(world.ctx, delivery(key));
  if (id === "repeat") throw new Error("it was stored before");
  const keys = async () => (await pendingDeliveries(world.ctx)).map(({ body }) => JSON.parse(body).key);
  return { world, id, keys };
}

describe("a delivery", () => {
  it("is kept until it is handled, oldest first", async () => {
    const { world, id, keys } = await stored("Ev1");
    await storeDelivery(world.ctx, delivery("Ev2"));
    expect(await keys()).toEqual(["Ev1", "Ev2"]);
    await settleDelivery(world.ctx, id);
    expect(await keys()).toEqual(["Ev2"]);
  });

  it("that comes again is a repeat, before and after it was handled, for a week", async () => {
    const { world, id } = await stored("Ev1");
    expect(await storeDelivery(world.ctx, delivery("Ev1"))).toBe("repeat");
    await settleDelivery(world.ctx, id);
    world.skip(6 * day);
    await forgetOld(world.ctx);
    expect(await storeDelivery(world.ctx, delivery("Ev1"))).toBe("repeat");
    world.skip(2 * day);
    await forgetOld(world.ctx);
    expect(await storeDelivery(world.ctx, delivery("Ev1"))).not.toBe("repeat");
  });

  it("is still there after a restart", async () => {
    const { world, keys } = await stored("Ev1");
    await world.restart();
    expect(await keys()).toEqual(["Ev1"]);
  });

  it("that fails comes again, a little later each time", async () => {
    const { world, id, keys } = await stored("Ev1");
    await failDelivery(world.ctx, id);
    expect(await keys()).toEqual([]);
    world.skip(second);
    expect(await keys()).toEqual(["Ev1"]);
    await failDelivery(world.ctx, id);
    world.skip(second);
    expect(await keys()).toEqual([]);
    world.skip(second);
    expect(await keys()).toEqual(["Ev1"]);
  });

  it("that fails eight times is left for a person to look at, and never forgotten", async () => {
    const { world, id, keys } = await stored("Ev1");
    for (let times = 0; times < 8; times += 1) {
      await failDelivery(world.ctx, id);
      world.skip(10 * minute);
    }
    expect(await keys()).toEqual([]);
    world.skip(30 * day);
    await forgetOld(world.ctx);
    expect(await world.ctx.store.read((tx) => tx.inbox.deadCount())).toBe(1);
    expect(world.logged.filter(({ level }) => level === "error")).toHaveLength(1);
  });

  it("is forgotten some at a time, however many there are, so that nothing waits for all of them", async () => {
    const { world } = await stored("Ev1");
    const { store } = world.ctx;
    await store.transaction(async (tx) => {
      for (let index = 0; index < 1_200; index += 1) {
        const id = await tx.inbox.keep({ key: `old ${index}`, lane: "C1", body: "{}", at: world.now() });
        if (id !== null) await tx.inbox.settle(id);
      }
    });
    world.skip(30 * day);
    const before = store.counts.decisions;
    await forgetOld(world.ctx);
    // Three for these, and one each for reports, replies, templates, logging pages and files.
    expect(store.counts.decisions - before).toBe(8);
    expect(await store.transaction((tx) => tx.inbox.forgetBefore(world.now(), 1_200))).toBe(0);
  });
});

describe("a delivery that another instance on the same database took in", () => {
  async function beside() {
    const { world, id } = await stored("Ev1");
    const ctx = sharedOrNot(world.ctx, true);
    const isTaken = async () => (await pendingDeliveries(ctx)).length > 0;
    return { world, ctx, id, isTaken };
  }

  it("is taken up by whoever leads once it is certainly not being handled any more", async () => {
    const { world, isTaken } = await beside();
    world.skip(14 * second);
    expect(await isTaken()).toBe(false);
    world.skip(second);
    expect(await isTaken()).toBe(true);
  });

  it("is left to it however long it is at it, and so long after its last word", async () => {
    const { world, ctx, id, isTaken } = await beside();
    for (let passed = 0; passed < 60; passed += 5) {
      world.skip(5 * second);
      expect(await isTaken()).toBe(false);
      await stillHandling(ctx, [id]);
    }
    world.skip(14 * second);
    expect(await isTaken()).toBe(false);
    world.skip(second);
    expect(await isTaken()).toBe(true);
  });

  it("comes no more when it is handled, though it was still being handled a moment before", async () => {
    const { world, ctx, id, isTaken } = await beside();
    await settleDelivery(ctx, id);
    await stillHandling(ctx, [id]);
    world.skip(minute);
    expect(await isTaken()).toBe(false);
  });

  it("that failed there is not tried again sooner for it", async () => {
    const { world, ctx, id } = await beside();
    for (let times = 0; times < 3; times += 1) await failDelivery(ctx, id);
    await stillHandling(ctx, [id]);
    world.skip(3 * second);
    expect(await pendingDeliveries(sharedOrNot(ctx, false))).toEqual([]);
  });
});
