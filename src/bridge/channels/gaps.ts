/**
 * What was missed, as it is written down for each channel: from when on, so that neither a crash nor a channel that can't be
 * asked lets it be forgotten. `catch-up-desk.ts` fetches it.
 */
import type { SlackChannelId } from "../../domain/ids.ts";
import { workPlaces } from "../../domain/route.ts";
import { toSlackTs } from "../../domain/slack-time.ts";
import type { Context } from "../context/context.ts";
import type { Episode, Unlooked } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";

/** Clocks differ, and what was under way when the line broke may have been lost on both sides. Milliseconds. */
export const overlap = 60_000;
/** Threads that began longer ago are not listed with their channel: each costs a call of its own. Milliseconds. */
export const listed = 7 * 86_400_000;

export interface Gap {
  /** What was written since then may be unknown to us. Milliseconds. */
  readonly since: number;
  /** When we noticed: what is fetched before that does not close it. Milliseconds. */
  readonly noted: number;
}

/** For every channel that is watched. */
export async function noteGap(ctx: Context, tx: Tx, since: number): Promise<void> {
  for (const channel of await watchedChannels(tx)) await noteGapIn(ctx, tx, channel, since);
  for (const channel of await staffChannels(tx)) await note(ctx, tx, missedKey(channel), since);
}

/** Of one channel. @param since what was written from then on may be unknown to us. Milliseconds since 1970. */
export async function noteGapIn(ctx: Context, tx: Tx, channel: SlackChannelId, since: number): Promise<void> {
  for (const key of [missedKey(channel), oldKey(channel)]) await note(ctx, tx, key, since);
}

async function note(ctx: Context, tx: Tx, key: string, since: number): Promise<void> {
  const known = await read(tx, key);
  await write(tx, key, { since: Math.min(since, known?.since ?? since), noted: ctx.now() });
}

export async function readGap(tx: Tx, channel: SlackChannelId): Promise<Gap | null> {
  return await read(tx, missedKey(channel));
}

/** A look that `begun` then has fetched what was written from `since` until then. */
export async function closeGap(
  tx: Tx,
  { channel, since, begun }: { channel: SlackChannelId; since: number; begun: number },
): Promise<void> {
  const gap = await readGap(tx, channel);
  if (gap === null || gap.noted <= begun) return await tx.settings.drop(missedKey(channel));
  if (gap.since >= since) await write(tx, missedKey(channel), { ...gap, since: begun });
}

/** Where members work, and where conversations are open. */
export async function watchedChannels(tx: Tx): Promise<SlackChannelId[]> {
  const open = await tx.episodes.openChannels();
  return [...new Set([...workPlaces(await tx.directories.people()), ...open])];
}

/** Each costs a call after a gap, and Slack grants about fifty a minute. */
const staffAtMost = 40;

/** Where two of the team write to each other: those in which something was written last. */
export async function staffChannels(tx: Tx): Promise<SlackChannelId[]> {
  return (await tx.staff.lively(staffAtMost)).flatMap(({ channel }) => channel ?? []);
}

/** What was missed in threads too old to be listed: it is fetched over time, and stays written down for as long. */
export async function readOldGap(tx: Tx, channel: SlackChannelId): Promise<Gap | null> {
  return await read(tx, oldKey(channel));
}

/** Nothing more was found to look at; a gap that was noted meanwhile stays. */
export async function closeOldGap(tx: Tx, channel: SlackChannelId, { noted }: Gap): Promise<void> {
  const gap = await readOldGap(tx, channel);
  if (gap?.noted === noted) await tx.settings.drop(oldKey(channel));
}

/** The threads in which something may have been missed in such a gap. */
export function unlookedIn({ noted }: Gap): Unlooked {
  return { begunBefore: toSlackTs(noted - listed), notSince: noted };
}

/** Whether its thread is one of them. */
export function isUnlooked({ state, thread, lookedAt }: Episode, gap: Gap): boolean {
  const { begunBefore, notSince } = unlookedIn(gap);
  return state === "open" && thread !== null && thread < begunBefore && lookedAt < notSince;
}

const missedKey = (channel: SlackChannelId): string => `missed:${channel}`;
const oldKey = (channel: SlackChannelId): string => `missed in old threads:${channel}`;

async function read(tx: Tx, key: string): Promise<Gap | null> {
  const [since, noted] = ((await tx.settings.read(key)) ?? "").split(" ").map(Number);
  return since === undefined || noted === undefined ? null : { since, noted };
}

async function write(tx: Tx, key: string, { since, noted }: Gap): Promise<void> {
  await tx.settings.write(key, `${since} ${noted}`);
}
