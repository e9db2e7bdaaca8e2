/**
 * A channel closes to us (archived, left, deleted) or opens again. While it is closed, nobody tells us what is written, edited
 * or deleted there: once it is open, that is fetched.
 */
import type { SlackChannelId } from "../../domain/ids.ts";
import { closeChannel, joinChannel } from "../channels/channel-state.ts";
import type { Context } from "../context/context.ts";
import { fetchMissed } from "./regain-connection.ts";

export async function changeChannel(
  ctx: Context,
  { channel, change }: { channel: SlackChannelId; change: "closed" | "open" },
): Promise<void> {
  const note = change === "closed" ? closeChannel : joinChannel;
  await ctx.store.transaction((tx) => note(ctx, tx, channel));
  if (change === "open") await fetchMissed(ctx);
}
