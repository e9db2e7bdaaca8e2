import { expect, it } from "vitest";
import { takeSetBack } from "../../../src/bridge/connection/take-set-back.ts";
import { createWorld, hour, minute } from "../world.ts";

it("a step back that the database does not take at first counts once", async () => {
  const world = await createWorld();
  const { connection, store } = world.ctx;
  connection.lose();
  const since = connection.lostSince ?? 0;
  world.skip(minute);
  const follow = () => {};
  const full = () => Promise.reject(new Error("database or disk is full"));
  const failing: typeof store.transaction = (work, when) =>
    store.transaction(async (tx) => await full().finally(() => work(tx)), when);
  const step = takeSetBack({ ...world.ctx, store: { ...store, transaction: failing } }, hour, follow);
  await expect(step).rejects.toThrow("full");
  await takeSetBack(world.ctx, hour, follow);
  expect(connection.lostSince).toBe(since - hour);
});
