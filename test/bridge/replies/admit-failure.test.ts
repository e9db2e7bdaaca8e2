import { describe, expect, it } from "vitest";
import { admitFailure } from "../../../src/bridge/replies/admit-failure.ts";
import { explainReply } from "../../../src/bridge/replies/explain-reply.ts";
import type { SlackTs } from "../../../src/domain/ids.ts";
import { ben, front } from "../front-desk.ts";
import { createWorld, minute, words } from "../world.ts";

async function written(text: string, isEdit = false) {
  const world = await createWorld();
  const thread = await world.begin();
  const reply = world.write(ben, thread, text);
  const place = { channel: front, ts: reply.ts };
  const told = () => world.desk.told.map(({ to, sentence }) => [to, words(sentence)]);
  return { world, place, told, unhandled: { user: ben, wrote: { place, thread, isEdit } } };
}

describe("a reply that could not be handled", () => {
  it("is marked, and its author is told, also when they ask", async () => {
    const { world, place, told, unhandled } = await written("Yes");
    await admitFailure(world.ctx, unhandled);
    await world.runAll();
    const [[to, sentence] = []] = told();
    expect(to).toBe(ben);
    expect(sentence).toContain("This did not leave");
    expect(world.desk.marksOn(place)).toEqual(["no_entry_sign"]);
    await explainReply(world.ctx, { place, user: ben });
    await world.runAll();
    expect(told()).toHaveLength(2);
    expect(world.carrier.bodies()).toEqual([]);
  });

  it("is judged anew when its author edits it", async () => {
    const { world, place, unhandled } = await written("Yes");
    await admitFailure(world.ctx, unhandled);
    await world.edit(place, "Yes, until 6");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes, until 6"]);
  });

  it("that was taken in after all is none", async () => {
    const { world, told } = await written("Yes");
    const { thread } = await world.openEpisode();
    const place = await world.reply(ben, thread ?? ("" as SlackTs), "Yes");
    await admitFailure(world.ctx, {
      user: ben,
      wrote: { place, thread: thread ?? ("" as SlackTs), isEdit: false },
    });
    await world.pass(minute);
    expect(told()).toEqual([]);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });

  it("in a thread of somebody else's is nobody's business", async () => {
    const { world, told, unhandled } = await written("lunch?");
    const thread = "1500000000.000001" as SlackTs;
    await admitFailure(world.ctx, { ...unhandled, wrote: { ...unhandled.wrote, thread } });
    await world.runAll();
    expect(told()).toEqual([]);
  });
});

it("says to whoever edited a reply that the edit was not taken in", async () => {
  const { world, told } = await written("another");
  const { thread } = await world.openEpisode();
  const place = await world.reply(ben, thread ?? ("" as SlackTs), "Yes");
  await admitFailure(world.ctx, {
    user: ben,
    wrote: { place, thread: thread ?? ("" as SlackTs), isEdit: true },
  });
  await world.runAll();
  expect(told()).toEqual([[ben, expect.stringContaining("The text stays as it was")]]);
});

it("says to whoever pressed something that it had no effect", async () => {
  const { world, told } = await written("another");
  await admitFailure(world.ctx, { user: ben, wrote: null });
  await world.runAll();
  expect(told()).toEqual([[ben, expect.stringContaining("had no effect")]]);
});
