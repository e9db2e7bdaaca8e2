/** A channel closes to us (archived, left, deleted) or opens again. What it is owed waits; nothing else does (law 4). */
import type { SlackChannelId } from "../domain/ids.ts";
import type { Debt } from "../store/outbox.ts";
import type { Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";

/** In case nobody tells us that a channel is open again, one piece of what it is owed is tried so often. Milliseconds. */
const tryAfter = 60_000;
/** The rest waits for that to succeed, and is tried by itself only if it never comes to that. Milliseconds. */
const waitAtMost = 10 * 60_000;

export async function changeChannel(
  bridge: Bridge,
  input: { channel: SlackChannelId; change: "closed" | "open" },
): Promise<void> {
  const { channel, change } = input;
  if (change === "closed")
    await closeChannel(bridge, channel, "it was archived, or the app was removed from it");
  else await bridge.store.transaction((tx) => noteOpen(bridge, tx, channel));
}

async function closeChannel(bridge: Bridge, channel: SlackChannelId, reason: string): Promise<void> {
  const now = bridge.now();
  await bridge.store.transaction(async (tx) => {
    await noteClosed(bridge, tx, channel, reason);
    await tx.outbox.holdChannel(channel, now, now + tryAfter);
  });
}

/** What a failed piece of work tells: it waits, and so does all else that is due there. */
export async function parkWork(
  bridge: Bridge,
  debt: Debt,
  channel: SlackChannelId,
  reason: string,
): Promise<void> {
  const now = bridge.now();
  await bridge.store.transaction(async (tx) => {
    await noteClosed(bridge, tx, channel, reason);
    const triedSoon = await tx.outbox.willTry(channel, now, now + tryAfter);
    await tx.outbox.postpone(debt, now + (triedSoon ? waitAtMost : tryAfter), true);
    await tx.outbox.holdChannel(channel, now, now + waitAtMost);
  });
}

async function noteClosed(bridge: Bridge, tx: Tx, channel: SlackChannelId, reason: string): Promise<void> {
  if (await tx.channels.close(channel, reason, bridge.now()))
    bridge.log.error({ channel, reason }, "a channel is closed to us; what it is owed waits");
}

/** Also when something there succeeds, inside its transaction. */
export async function noteOpen(bridge: Bridge, tx: Tx, channel: SlackChannelId): Promise<void> {
  if (!(await tx.channels.reopen(channel))) return;
  await tx.outbox.releaseChannel(channel, bridge.now());
  bridge.log.info({ channel }, "a channel is open to us again");
  bridge.wake();
}
