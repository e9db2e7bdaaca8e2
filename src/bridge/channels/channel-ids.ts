/**
 * Slack may give a channel another id, as when it is shared with another organisation. What we know of it follows; and since the
 * directory's file still names the old one, that is remembered.
 */
import type { Directory, Group, Line } from "../../domain/directory.ts";
import type { SlackChannelId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { noteGapIn, readGap } from "./gaps.ts";

const key = (channel: SlackChannelId) => `channel.now:${channel}`;
/** Nobody's channel changes its id so often; a circle would not end. */
const mostChanges = 20;

export async function renumberChannel(
  ctx: Context,
  { before, after }: { readonly before: SlackChannelId; readonly after: SlackChannelId },
): Promise<void> {
  if (before === after) return;
  await ctx.store.transaction(async (tx) => {
    const gap = await readGap(tx, before);
    await tx.channels.renumber(before, after);
    await tx.settings.drop(key(after));
    await tx.settings.write(key(before), after);
    if (gap !== null) await noteGapIn(ctx, tx, after, gap.since);
  });
  ctx.log.warn({ before, after }, "a channel has another id; correct it in the directory when you can");
}

/** The id that a channel has now. */
async function channelNow(tx: Tx, channel: SlackChannelId): Promise<SlackChannelId> {
  let now = channel;
  for (let changes = 0; changes < mostChanges; changes += 1) {
    const next = await tx.settings.read(key(now));
    if (next === null) return now;
    now = next as SlackChannelId;
  }
  return now;
}

/** The same for all channels that a directory names. */
export async function followChannels(tx: Tx, directory: Directory): Promise<Directory> {
  const groups: Group[] = [];
  for (const group of directory.groups)
    groups.push({ ...group, channel: await channelNow(tx, group.channel) });
  const lines: Line[] = [];
  for (const line of directory.lines)
    lines.push(line.channel === undefined ? line : { ...line, channel: await channelNow(tx, line.channel) });
  return { ...directory, groups, lines };
}
