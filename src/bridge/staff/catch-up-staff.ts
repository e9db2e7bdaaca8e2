/** Fetches what two of the team wrote to each other while we did not hear it, with what was edited and deleted meanwhile. */
import { isDeskFailure } from "../../domain/errors.ts";
import type { SlackChannelId } from "../../domain/ids.ts";
import { closeGap, overlap, readGap } from "../channels/gaps.ts";
import type { Context } from "../context/context.ts";
import { takeStaffDeletion, takeStaffWords } from "./take-staff-words.ts";

/** What was written so long before the gap may have been edited in it. Milliseconds. */
const changedWithin = 24 * 3_600_000;
/** Slack grants about fifty looks a minute, and others need some of them. */
const looksAtMost = 20;

/** Throws what the desk's history throws: then it is still owed. */
export async function catchUpStaff(ctx: Context, channel: SlackChannelId): Promise<void> {
  const gap = await ctx.store.read((tx) => readGap(tx, channel));
  if (gap === null) return;
  const look = { channel, since: gap.since - overlap, begun: ctx.now() };
  try {
    await lookAtStaff(ctx, channel, look.since);
  } catch (error) {
    // What may not be read is not taken in: `doctor` says so, and nothing would come of asking again.
    if (!isDeskFailure(error, "missing_scope")) throw error;
  }
  await ctx.store.transaction((tx) => closeGap(tx, look));
}

async function lookAtStaff(ctx: Context, channel: SlackChannelId, since: number): Promise<void> {
  const from = since - changedWithin;
  const standing = await ctx.history.wordsSince(channel, from);
  for (const words of standing) await takeStaffWords(ctx, words);
  const there = new Set(standing.map(({ place }) => place.ts));
  const known = await ctx.store.read(async (tx) => {
    const conversation = await tx.staff.at(channel);
    return conversation === null ? [] : await tx.staff.messagesSince(conversation.id, from, looksAtMost);
  });
  for (const { ts, deletedAt } of known) {
    if (ts === null || deletedAt !== null || there.has(ts)) continue;
    if (await ctx.history.isDeleted({ channel, ts })) await takeStaffDeletion(ctx, { channel, ts });
  }
}
