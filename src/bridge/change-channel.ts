/** A channel closes to us (archived, left, deleted) or opens again. What it is owed waits; nothing else does (law 4). */
import type { SlackChannelId } from "../domain/ids.ts";
import type { Bridge } from "./bridge.ts";

/** In case nobody tells us that it is open again. Milliseconds. */
const lookAgainAfter = 60_000;

export async function changeChannel(
  bridge: Bridge,
  input: { channel: SlackChannelId; change: "closed" | "open" },
): Promise<void> {
  if (input.change === "closed")
    await closeChannel(bridge, input.channel, "it was archived, or the app was removed from it");
  else await openChannel(bridge, input.channel);
}

export async function closeChannel(bridge: Bridge, channel: SlackChannelId, reason: string): Promise<void> {
  const now = bridge.now();
  const isNews = await bridge.store.transaction(async (tx) => {
    await tx.outbox.holdChannel(channel, now + lookAgainAfter);
    return await tx.channels.close(channel, reason, now);
  });
  if (isNews) bridge.log.error({ channel, reason }, "a channel is closed to us; what it is owed waits");
}

/** Also when a post into it succeeds. */
export async function openChannel(bridge: Bridge, channel: SlackChannelId): Promise<void> {
  const wasClosed = await bridge.store.transaction(async (tx) => {
    if (!(await tx.channels.reopen(channel))) return false;
    await tx.outbox.releaseChannel(channel, bridge.now());
    return true;
  });
  if (!wasClosed) return;
  bridge.log.info({ channel }, "a channel is open to us again");
  bridge.wake();
}
