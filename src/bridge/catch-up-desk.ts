/** Fetches what members wrote while we did not hear it, thread by thread, only where something changed. */
import type { SlackChannelId } from "../domain/ids.ts";
import type { Bridge } from "./bridge.ts";
import { relayReply } from "./relay-reply.ts";

/** Clocks differ, and what was under way when the line broke may have been lost on both sides. Milliseconds. */
const overlap = 60_000;

/** @param since when we last heard the desk. Milliseconds. */
export async function catchUpDesk(bridge: Bridge, since: number): Promise<void> {
  for (const channel of await watchedChannels(bridge)) {
    try {
      await catchUpChannel(bridge, channel, since - overlap);
    } catch (error) {
      bridge.log.warn({ channel, err: error }, "a channel could not be caught up with; it is tried again");
      await bridge.store.transaction(async (tx) => {
        const known = await tx.settings.readTime(missedKey(channel));
        if (known === null || known === 0 || since < known)
          await tx.settings.writeTime(missedKey(channel), since);
      });
    }
  }
}

/** A tick: channels that could not be caught up with before. */
export async function catchUpMissed(bridge: Bridge): Promise<void> {
  if (bridge.hearing.deafSince !== null) return;
  for (const channel of await watchedChannels(bridge)) {
    const since = await bridge.store.read((tx) => tx.settings.readTime(missedKey(channel)));
    if (since === null || since === 0) continue;
    try {
      await catchUpChannel(bridge, channel, since - overlap);
      await bridge.store.transaction((tx) => tx.settings.writeTime(missedKey(channel), 0));
    } catch (error) {
      bridge.log.warn({ channel, err: error }, "a channel can still not be caught up with");
    }
  }
}

async function catchUpChannel(bridge: Bridge, channel: SlackChannelId, since: number): Promise<void> {
  const replies = await bridge.history.catchUp(channel, since, (thread) =>
    bridge.store.read(async (tx) => (await tx.episodes.atThread(channel, thread))?.thread.latest ?? null),
  );
  for (const reply of replies) await relayReply(bridge, { reply, how: "found" });
}

const missedKey = (channel: SlackChannelId): string => `missed:${channel}`;

async function watchedChannels(bridge: Bridge): Promise<SlackChannelId[]> {
  return await bridge.store.read(async (tx) => {
    const directory = await tx.directories.current();
    const open = await tx.episodes.openChannels();
    return [...new Set([...directory.groups.map((group) => group.channel), ...open])];
  });
}
