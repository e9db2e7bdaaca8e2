/**
 * A channel was closed and its group works in another one now: open conversations follow it there, each under a new card
 * that says so. While the directory still names the closed channel, they wait for it to open.
 */
import type { SlackChannelId } from "../domain/ids.ts";
import type { Episode } from "../store/episodes.ts";
import type { Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";
import { oweOpen, threadLane } from "./owe.ts";
import { sceneOf } from "./scene.ts";

export async function leaveClosedChannels(bridge: Bridge): Promise<void> {
  const closed = await bridge.store.read((tx) => tx.channels.closed());
  for (const { channel } of closed) await bridge.store.transaction((tx) => leave(bridge, tx, channel));
  if (closed.length > 0) bridge.wake();
}

async function leave(bridge: Bridge, tx: Tx, channel: SlackChannelId): Promise<void> {
  const { groups } = await tx.directories.current();
  if (groups.some((group) => group.channel === channel)) return;
  const staying: Episode[] = [];
  for (const episode of await tx.episodes.openIn(channel)) {
    const next = (await sceneOf(tx, episode)).group?.channel;
    if (next === undefined) staying.push(episode);
    else await move(bridge, tx, episode, next);
  }
  if (staying.length > 0) return;
  await tx.outbox.forgetLooks(channel);
  await tx.channels.reopen(channel);
  bridge.log.info({ channel }, "nothing is left in a closed channel");
}

async function move(bridge: Bridge, tx: Tx, episode: Episode, channel: SlackChannelId): Promise<void> {
  await tx.episodes.move(episode.id, channel);
  await tx.outbox.moveLane(threadLane(episode.id), channel, bridge.now());
  await oweOpen(tx, { ...episode, channel, thread: null }, bridge.now(), true);
}
