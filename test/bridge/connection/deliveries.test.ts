import { describe, expect, it } from "vitest";
import {
  failDelivery,
  pendingDeliveries,
  settleDelivery,
  storeDelivery,
} from "../../../src/bridge/connection/deliveries.ts";
import { forgetOld } from "../../../src/bridge/connection/forget-old.ts";
import { createWorld, hour, minute, second } from "../world.ts";

const delivery = (key: string) => ({ key, lane: "C1", body: `{"key":"${key}"}` });
const day = 24 * hour;

async function stored(key: string) {
  const world = await createWorld();
  const id = await storeDelivery(world.ctx, delivery(key));
  if (id === "repeat") throw new Error("it was stored before");
  // Where there may be other instances, it is left for so long to the one that took it in.
  const handling = world.ctx.store.lead.isShared ? 15 * second : 0;
  const keys = async () => {
    const pending = await pendingDeliveries({ ...world.ctx, now: () => world.now() + handling });
    return pending.map(({ body }) => JSON.parse(body).key);
  };
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
