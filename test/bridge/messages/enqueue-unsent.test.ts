import { describe, expect, it } from "vitest";
import { enqueueUnsent } from "../../../src/bridge/messages/enqueue-unsent.ts";
import { withdrawSend } from "../../../src/bridge/outbox/enqueue.ts";
import { ben } from "../front-desk.ts";
import { createWorld, hour, minute, type World } from "../world.ts";

async function withoutRow(how: Parameters<World["reply"]>[3] = {}) {
  const world = await createWorld();
  const thread = await world.begin();
  // What is written right after a start is read again in any case.
  await world.pass(minute);
  const place = await world.reply(ben, thread, "Yes", how);
  const message = await world.messageOf(place);
  if (message === null) throw new Error("it became no text");
  await world.ctx.store.transaction((tx) => withdrawSend(tx, message));
  return { world, place };
}

describe("a text that nothing would send", () => {
  it("is owed again, and read again before it leaves", async () => {
    const { world, place } = await withoutRow();
    await enqueueUnsent(world.ctx);
    await enqueueUnsent(world.ctx);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
    expect(world.desk.reread).toEqual([place]);
    expect(world.logged.filter(({ level }) => level === "error")).toHaveLength(1);
  });

  it("waits for its author when that is noticed too late", async () => {
    const { world, place } = await withoutRow();
    await world.pass(hour);
    await enqueueUnsent(world.ctx);
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.messageOf(place)).toMatchObject({ state: "waiting", waitReason: "late" });
    expect(world.desk.told).toHaveLength(1);
  });

  it("is owed again at a start", async () => {
    const { world } = await withoutRow();
    await world.restart();
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });

  it("stays where it is when it waits for a person", async () => {
    const { world } = await withoutRow({ files: 1 });
    await enqueueUnsent(world.ctx);
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(world.logged.filter(({ level }) => level === "error")).toEqual([]);
  });
});
