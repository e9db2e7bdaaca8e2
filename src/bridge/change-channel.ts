/** A channel closes to us (archived, left, deleted) or opens again. What it is owed waits; nothing else does (law 4). */
import type { SlackChannelId } from "../domain/ids.ts";
import type { Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";

/** A closed channel is tried again this often, in case nobody tells us that it is open. Milliseconds. */
export const channelRetry = 60_000;

export async function changeChannel(
  bridge: Bridge,
  input: { channel: SlackChannelId; change: "closed" | "open" },
): Promise<void> {
  const { channel, change } = input;
  if (change === "closed")
    return await closeChannel(bridge, channel, "it was archived, or the app was removed from it");
  await bridge.store.transaction((tx) => noteOpen(bridge, tx, channel));
}

export async function closeChannel(bridge: Bridge, channel: SlackChannelId, reason: string): Promise<void> {
  const now = bridge.now();
  const isNews = await bridge.store.transaction(async (tx) => {
    await tx.outbox.holdChannel(channel, now + channelRetry);
    return await tx.channels.close(channel, reason, now);
  });
  if (isNews) bridge.log.error({ channel, reason }, "a channel is closed to us; what it is owed waits");
}

/** Also when something there succeeds, inside its transaction. */
export async function noteOpen(bridge: Bridge, tx: Tx, channel: SlackChannelId): Promise<void> {
  if (!(await tx.channels.reopen(channel))) return;
  await tx.outbox.releaseChannel(channel, bridge.now());
  bridge.log.info({ channel }, "a channel is open to us again");
  bridge.wake();
}
