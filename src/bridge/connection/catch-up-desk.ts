/**
 * Fetches what members wrote while we did not hear it, thread by thread, only where something changed. From when on is
 * written down before (`note-missed.ts`).
 */
import type { SlackChannelId, SlackTs } from "../../domain/ids.ts";
import { closeGap, noteMissed, noteMissedIn, readGap, watchedChannels } from "../channels/gaps.ts";
import type { Bridge } from "../context/context.ts";
import { toSlackTs } from "../../domain/slack-time.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import { readAgain } from "../replies/read-again.ts";
import { relayReply } from "../replies/receive-reply.ts";

/** Clocks differ, and what was under way when the line broke may have been lost on both sides. Milliseconds. */
const overlap = 60_000;
/** Threads that began longer ago are not listed with their channel: open ones are asked one by one. Milliseconds. */
const listed = 7 * 86_400_000;
/** What was refused may be made right by an edit so long after it was written. Milliseconds. */
const mendedWithin = 24 * 3_600_000;
/** Who is sorry for a text that has left is so soon. Milliseconds. */
const regrettedWithin = 5 * 60_000;
/** Slack grants about fifty looks at a thread a minute, and what is about to leave needs some of them. */
const looksAtMost = 20;

/** After a gap, and as a tick for channels that could not be asked before. Does nothing while we are deaf. */
export async function catchUpMissed(bridge: Bridge): Promise<void> {
  const late: CatchingUp[] = [];
  for (const channel of await bridge.store.read(watchedChannels)) {
    const gap = await bridge.store.read((tx) => readGap(tx, channel));
    if (gap === null) continue;
    const catching = { channel, since: gap.since - overlap, begun: bridge.now() };
    if (await trying(bridge, channel, () => catchUpListed(bridge, catching))) late.push(catching);
  }
  // Asked one by one, old threads may take minutes; nothing newer waits for them.
  for (const catching of late) {
    await trying(bridge, catching.channel, async () => {
      await catchUpOld(bridge, catching);
      await catchUpChanged(bridge, catching);
      await bridge.store.transaction((tx) => closeGap(tx, catching));
    });
  }
}

/**
 * For a desk whose deliveries may fail without a word: looks at what was written since the last look. `whole`: in old
 * threads too, which costs a call for each.
 */
export async function lookBack(bridge: Bridge, since: number, whole: boolean): Promise<void> {
  if (whole) {
    await bridge.store.transaction((tx) => noteMissed(bridge, tx, since));
    return await catchUpMissed(bridge);
  }
  for (const channel of await bridge.store.read(watchedChannels)) {
    const look = { channel, since: since - overlap, begun: bridge.now() };
    if (await trying(bridge, channel, () => catchUpListed(bridge, look))) continue;
    await bridge.store.transaction((tx) => noteMissedIn(bridge, tx, channel, since));
  }
}

interface CatchingUp {
  readonly channel: SlackChannelId;
  readonly since: number;
  readonly begun: number;
}

/** False when it came to nothing, or while we are deaf. */
async function trying(bridge: Bridge, channel: SlackChannelId, act: () => Promise<void>): Promise<boolean> {
  if (bridge.hearing.deafSince !== null) return false;
  try {
    await act();
    return true;
  } catch (error) {
    bridge.log.warn({ channel, err: error }, "a channel could not be caught up with; it is tried again");
    return false;
  }
}

async function catchUpListed(bridge: Bridge, { channel, since, begun }: CatchingUp): Promise<void> {
  const latest = (thread: SlackTs) =>
    bridge.store.read(async (tx) => (await tx.episodes.atThread(channel, thread))?.thread.latest ?? null);
  const gap = { since, begunSince: begun - listed, latest };
  for (const reply of await bridge.history.catchUp(channel, gap))
    await relayReply(bridge, { reply, how: "found" });
}

async function catchUpOld(bridge: Bridge, { channel, since, begun }: CatchingUp): Promise<void> {
  for (const { ts } of await bridge.store.read((tx) => tx.episodes.openThreads(channel))) {
    if (toMilliseconds(ts) >= begun - listed) continue;
    for (const reply of await bridge.history.catchUpThread({ channel, ts }, since))
      await relayReply(bridge, { reply, how: "found" });
  }
}

/** An edit or a deletion shows in no list of what is new. What waits is read again before it leaves; the rest is asked for here. */
async function catchUpChanged(bridge: Bridge, { channel, since }: CatchingUp): Promise<void> {
  const until = since + overlap;
  const written = {
    refusedFrom: toSlackTs(until - mendedWithin),
    leftFrom: toSlackTs(until - regrettedWithin),
    until: toSlackTs(until),
  };
  const changed = await bridge.store.read((tx) => tx.replies.settledIn(channel, written, looksAtMost));
  for (const { ts, thread } of changed)
    if (thread !== null) await readAgain(bridge, { place: { channel, ts }, thread }, null);
}
