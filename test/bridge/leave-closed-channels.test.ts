import { expect, it } from "vitest";
import { changeChannel } from "../../src/bridge/change-channel.ts";
import { leaveClosedChannels } from "../../src/bridge/leave-closed-channels.ts";
import type { SlackChannelId } from "../../src/domain/ids.ts";
import { front, maria, officeWith } from "./front-desk.ts";
import { createWorld } from "./world.ts";

const elsewhere = "C0ELSEWHERE" as SlackChannelId;

it("lets open conversations follow their group to another channel, once the old one is closed", async () => {
  const world = await createWorld();
  const former = await world.begin(maria, "Hello?");
  world.desk.closed.add(front);
  await changeChannel(world.bridge, { channel: front, change: "closed" });
  await world.text(maria, "Anybody there?");
  await world.workOffAll();

  await leaveClosedChannels(world.bridge);
  expect((await world.openEpisode(maria)).thread).toBe(former);

  await world.apply(officeWith({ channel: elsewhere }));
  await leaveClosedChannels(world.bridge);
  await world.workOffAll();
  const episode = await world.openEpisode(maria);
  expect(episode.channel).toBe(elsewhere);
  expect(episode.thread).not.toBe(former);
  expect(episode.thread && world.thread(episode.thread).join(" ")).toContain("Anybody there?");
  expect(await world.bridge.store.read((tx) => tx.channels.closed())).toEqual([]);
  expect(await world.bridge.store.read((tx) => tx.outbox.backlog())).toEqual([]);
});
