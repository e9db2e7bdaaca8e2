import { describe, expect, it } from "vitest";
import { changeChannel } from "../../../src/bridge/connection/change-channel.ts";
import { leaveClosedChannels } from "../../../src/bridge/conversations/leave-closed-channels.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { enqueueReminders } from "../../../src/bridge/posts/remind-channel.ts";
import type { Address, SlackChannelId } from "../../../src/domain/ids.ts";
import { ana, ben, front, maria, office, officeWith } from "../front-desk.ts";
import { createWorld, hour, minute, type World } from "../world.ts";

const elsewhere = "C0ELSEWHERE" as SlackChannelId;

it("lets open conversations follow their group to another channel, once the old one is closed", async () => {
  const world = await createWorld();
  const former = await world.begin(maria, "Hello?");
  world.desk.closed.add(front);
  await changeChannel(world.ctx, { channel: front, change: "closed" });
  await world.text(maria, "Anybody there?");
  await world.runAll();

  await leaveClosedChannels(world.ctx);
  expect((await world.openEpisode(maria)).thread).toBe(former);

  await world.apply(officeWith({ channel: elsewhere }));
  await leaveClosedChannels(world.ctx);
  await world.runAll();
  const episode = await world.openEpisode(maria);
  expect(episode.channel).toBe(elsewhere);
  expect(episode.thread).not.toBe(former);
  expect(episode.thread && world.thread(episode.thread).join(" ")).toContain("Anybody there?");
  expect(await world.ctx.store.read((tx) => tx.channels.closed())).toEqual([]);
  expect(await world.ctx.store.read((tx) => tx.outbox.backlog())).toEqual([]);
});

it("lets them follow some at a time, however many there are", async () => {
  const world = await createWorld();
  const contacts = Array.from({ length: 60 }, (_, index) => `+1555020${1000 + index}` as Address);
  await Promise.all(contacts.map((contact) => world.text(contact, "Hello?")));
  await world.runAll();
  world.desk.closed.add(front);
  await changeChannel(world.ctx, { channel: front, change: "closed" });
  await world.apply(officeWith({ channel: elsewhere }));
  const before = world.ctx.store.counts.decisions;
  await leaveClosedChannels(world.ctx);
  expect(world.ctx.store.counts.decisions - before).toBe(4);
  await world.runAll();
  expect(await world.ctx.store.read((tx) => tx.episodes.openChannels())).toEqual([elsewhere]);
  expect(await world.ctx.store.read((tx) => tx.episodes.openIn(elsewhere, 1_000, null))).toHaveLength(60);
  expect(await world.ctx.store.read((tx) => tx.channels.closed())).toEqual([]);
});

describe("a channel that was left", () => {
  /** The front desk works elsewhere from now on; every tick of so many minutes happens. */
  async function moved(world: World, count: number): Promise<number> {
    world.desk.closed.add(front);
    await changeChannel(world.ctx, { channel: front, change: "closed" });
    await world.apply(officeWith({ channel: elsewhere }));
    await leaveClosedChannels(world.ctx);
    await world.runAll();
    let closed = 0;
    for (let index = 0; index < count; index += 1) {
      await world.pass(minute);
      await enqueueReminders(world.ctx);
      await world.runAll();
      closed += (await world.ctx.store.read((tx) => tx.channels.closed())).length;
      await leaveClosedChannels(world.ctx);
    }
    return closed;
  }

  it("is left alone, though a line about who waits stands there", async () => {
    const world = await createWorld();
    await world.begin(maria, "Hello?");
    await world.pass(11 * minute);
    await enqueueReminders(world.ctx);
    await world.runAll();
    expect(world.desk.reminders).toHaveLength(1);
    expect(await moved(world, 30)).toBe(0);
    expect(world.desk.reminders.at(-1)?.channel).toBe(elsewhere);
  });

  it("is left alone, though something was still to be said under a resolved conversation: that follows too", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(maria, "Hello?"), "Yes");
    await world.pass(minute);
    await resolveEpisode(world.ctx, { episode: (await world.openEpisode(maria)).id, user: ana });
    await world.runAll();
    world.desk.closed.add(front);
    await world.report("Yes", "failed");
    await world.runAll();
    expect(await moved(world, 30)).toBe(0);
    const card = world.desk.posted.findLast(({ card }) => card !== null);
    expect(card).toMatchObject({ channel: elsewhere, card: { state: "resolved", replaces: "closed" } });
    expect(card && world.thread(card.ts).join()).toContain("This text was not delivered: “Yes”");
    expect(await world.ctx.store.read((tx) => tx.outbox.backlog())).toEqual([]);
  });

  it("is left alone where nobody works on a resolved conversation's line any more", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(maria, "Hello?"), "Yes");
    await world.pass(minute);
    await resolveEpisode(world.ctx, { episode: (await world.openEpisode(maria)).id, user: ana });
    await world.runAll();
    world.desk.closed.add(front);
    await world.report("Yes", "failed");
    await world.runAll();
    await world.apply({ ...office, lines: office.lines.slice(1), groups: office.groups.slice(1) });
    await leaveClosedChannels(world.ctx);
    await world.pass(hour);
    expect(await world.ctx.store.read((tx) => tx.channels.closed())).toEqual([]);
    expect(await world.ctx.store.read((tx) => tx.outbox.backlog())).toEqual([]);
  });
});
