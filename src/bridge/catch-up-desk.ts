/**
 * Fetches what members wrote while we did not hear it, thread by thread, only where something changed. What was missed is
 * written down for each channel first, so that neither a crash nor a channel that can't be asked lets it be forgotten.
 */
import type { SlackChannelId } from "../domain/ids.ts";
import type { Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";
import { relayReply } from "./relay-reply.ts";

/** Clocks differ, and what was under way when the line broke may have been lost on both sides. Milliseconds. */
const overlap = 60_000;

interface Gap {
  /** What was written since then may be unknown to us. Milliseconds. */
  readonly since: number;
  /** When we noticed: what is fetched before that does not close it. Milliseconds. */
  readonly noted: number;
}

/** Writes down, for every channel that is watched, that what was written since then was missed. */
export async function noteMissed(bridge: Bridge, tx: Tx, since: number): Promise<void> {
  for (const channel of await watchedChannels(tx)) {
    const known = await readGap(tx, channel);
    await writeGap(tx, channel, { since: Math.min(since, known?.since ?? since), noted: bridge.now() });
  }
}

/** After a gap, and as a tick for channels that could not be asked before. Does nothing while we are deaf. */
export async function catchUpMissed(bridge: Bridge): Promise<void> {
  for (const channel of await bridge.store.read(watchedChannels)) {
    if (bridge.hearing.deafSince !== null) return;
    const gap = await bridge.store.read((tx) => readGap(tx, channel));
    if (gap === null) continue;
    try {
      await catchUpChannel(bridge, channel, gap);
    } catch (error) {
      bridge.log.warn({ channel, err: error }, "a channel could not be caught up with; it is tried again");
    }
  }
}

async function catchUpChannel(bridge: Bridge, channel: SlackChannelId, { since }: Gap): Promise<void> {
  const begun = bridge.now();
  const replies = await bridge.history.catchUp(channel, since - overlap, (thread) =>
    bridge.store.read(async (tx) => (await tx.episodes.atThread(channel, thread))?.thread.latest ?? null),
  );
  for (const reply of replies) await relayReply(bridge, { reply, how: "found" });
  await bridge.store.transaction(async (tx) => {
    const gap = await readGap(tx, channel);
    if (gap !== null && gap.noted > begun) await writeGap(tx, channel, { ...gap, since: begun });
    else await tx.settings.drop(missedKey(channel));
  });
}

const missedKey = (channel: SlackChannelId): string => `missed:${channel}`;

async function readGap(tx: Tx, channel: SlackChannelId): Promise<Gap | null> {
  const [since, noted] = ((await tx.settings.read(missedKey(channel))) ?? "").split(" ").map(Number);
  return since === undefined || noted === undefined ? null : { since, noted };
}

async function writeGap(tx: Tx, channel: SlackChannelId, { since, noted }: Gap): Promise<void> {
  await tx.settings.write(missedKey(channel), `${since} ${noted}`);
}

async function watchedChannels(tx: Tx): Promise<SlackChannelId[]> {
  const directory = await tx.directories.current();
  const open = await tx.episodes.openChannels();
  return [...new Set([...directory.groups.map((group) => group.channel), ...open])];
}
