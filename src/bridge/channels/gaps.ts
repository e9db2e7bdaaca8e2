/**
 * What was missed, as it is written down for each channel: from when on, so that neither a crash nor a channel that can't be
 * asked lets it be forgotten. `catch-up-desk.ts` fetches it.
 */
import type { SlackChannelId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";

export interface Gap {
  /** What was written since then may be unknown to us. Milliseconds. */
  readonly since: number;
  /** When we noticed: what is fetched before that does not close it. Milliseconds. */
  readonly noted: number;
}

/** For every channel that is watched. */
export async function noteGap(ctx: Context, tx: Tx, since: number): Promise<void> {
  for (const channel of await watchedChannels(tx)) await noteGapIn(ctx, tx, channel, since);
}

export async function noteGapIn(ctx: Context, tx: Tx, channel: SlackChannelId, since: number): Promise<void> {
  const known = await readGap(tx, channel);
  await writeGap(tx, channel, { since: Math.min(since, known?.since ?? since), noted: ctx.now() });
}

export async function readGap(tx: Tx, channel: SlackChannelId): Promise<Gap | null> {
  const [since, noted] = ((await tx.settings.read(missedKey(channel))) ?? "").split(" ").map(Number);
  return since === undefined || noted === undefined ? null : { since, noted };
}

/** A look that `begun` then has fetched what was written from `since` until then. */
export async function closeGap(
  tx: Tx,
  { channel, since, begun }: { channel: SlackChannelId; since: number; begun: number },
): Promise<void> {
  const gap = await readGap(tx, channel);
  if (gap === null || gap.noted <= begun) return await tx.settings.drop(missedKey(channel));
  if (gap.since >= since) await writeGap(tx, channel, { ...gap, since: begun });
}

/** Where groups work, and where conversations are open. */
export async function watchedChannels(tx: Tx): Promise<SlackChannelId[]> {
  const directory = await tx.directories.current();
  const open = await tx.episodes.openChannels();
  return [...new Set([...directory.groups.map((group) => group.channel), ...open])];
}

const missedKey = (channel: SlackChannelId): string => `missed:${channel}`;

async function writeGap(tx: Tx, channel: SlackChannelId, { since, noted }: Gap): Promise<void> {
  await tx.settings.write(missedKey(channel), `${since} ${noted}`);
}
