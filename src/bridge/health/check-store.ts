/** What the database knows of its own health, for readiness and metrics. */

import { watchedChannels } from "../channels/gaps.ts";
import type { Context } from "../context/context.ts";
import { unservedBy } from "../context/unserved.ts";
import type { ClosedChannel } from "../contracts/store/channels.ts";
import type { RecordBacklog } from "../contracts/store/records.ts";
import type { Store, Tx } from "../contracts/store/store.ts";

export interface StoredTrouble {
  readonly closedChannels: readonly ClosedChannel[];
  /** How many posts were tried so often or more. */
  readonly stalledPosts: number;
  readonly manyAttempts: number;
  /** E-mails of members whom Slack doesn't know. */
  readonly unknownMembers: readonly string[];
  /** Lines of carriers that this app does not have, by the names of both. */
  readonly unservedLines: readonly { readonly line: string; readonly carrier: string }[];
}

/** As many take about five minutes. */
const manyAttempts = 10;

/** Throws when it can't be read. */
export async function readTrouble(ctx: Context): Promise<StoredTrouble> {
  return await ctx.store.read(async (tx) => ({
    closedChannels: await closedChannels(tx),
    stalledPosts: await tx.outbox.stalled(manyAttempts),
    manyAttempts,
    unknownMembers: await tx.directories.unidentified(),
    unservedLines: await unservedLines(ctx, tx),
  }));
}

/** Those in which something is to be said: the app may be in others, which are nobody's business here. */
async function closedChannels(tx: Tx): Promise<ClosedChannel[]> {
  const watched = await watchedChannels(tx);
  return (await tx.channels.closed()).filter(({ channel }) => watched.includes(channel));
}

/** What is applied while we run may describe a carrier that we don't know yet. */
async function unservedLines(ctx: Context, tx: Tx): Promise<StoredTrouble["unservedLines"]> {
  const directory = await tx.directories.current();
  return directory.lines.flatMap((line) => {
    const carrier = unservedBy(ctx, directory, line);
    return carrier === null ? [] : [{ line: line.name, carrier }];
  });
}

/** Throws when it can't be written to. */
export async function checkWriting(ctx: Context): Promise<void> {
  await ctx.store.transaction((tx) => tx.settings.writeTime("ready.checked", ctx.now()));
}

export interface Backlog {
  /** What the outbox holds, by kind; `oldest` in milliseconds since 1970. */
  readonly kinds: readonly { readonly kind: string; readonly count: number; readonly oldest: number }[];
  /** What the CRM is owed, and what somebody has to decide first. */
  readonly records: RecordBacklog;
  readonly counts: Store["counts"];
}

export async function measureBacklog(ctx: Context): Promise<Backlog> {
  return await ctx.store.read(async (tx) => ({
    kinds: await tx.outbox.backlog(),
    records: await tx.records.backlog(),
    counts: ctx.store.counts,
  }));
}
