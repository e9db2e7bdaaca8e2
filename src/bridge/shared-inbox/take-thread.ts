/**
 * How a thread of a carrier's own shared inbox stands there: kept, and followed by the stretch of a conversation that it is of. What is
 * told again, or late, changes nothing; while something that was done here is still to be done there, that comes after it, and holds.
 */
import type { Context } from "../context/context.ts";
import type { CarrierThreadEvent } from "../contracts/carrier-threads.ts";
import type { KeptThread } from "../contracts/store/carrier-threads.ts";
import type { Tx } from "../contracts/store/store.ts";
import { findConversation } from "../conversations/open-episode.ts";
import { enqueueCard, enqueueLine } from "../outbox/enqueue.ts";
import { isEnqueued } from "../outbox/job-kind.ts";
import { enqueueThread, threadJob } from "../outbox/thread-kind.ts";
import { followAssignee, followEnd } from "./follow-thread.ts";
import { inboxOf } from "./inbox-of.ts";

/** Between a carrier's clock and ours. Milliseconds. */
const clocksDiffer = 10_000;

export async function takeThread(ctx: Context, carrier: string, event: CarrierThreadEvent): Promise<void> {
  await ctx.store.transaction((tx) => take(ctx, tx, carrier, event));
  ctx.threadsTold.note(carrier, event);
}

async function take(ctx: Context, tx: Tx, carrier: string, event: CarrierThreadEvent): Promise<void> {
  const before = await tx.carrierThreads.get(carrier, event.thread);
  if (before !== null && !isNews(before, event) && !isOther(ctx, before, event)) return;
  if (before !== null && before.state !== "open") {
    if (event.state !== "deleted" || before.state === "deleted") return;
    await tx.carrierThreads.put({ ...before, state: "deleted" });
    return await sayDeleted(ctx, tx, before);
  }
  const episodeId = before === null ? await episodeOf(tx, event) : before.episodeId;
  const kept = keptOf(carrier, event, episodeId);
  await tx.carrierThreads.put(kept);
  const inbox = await inboxOf(tx, kept);
  if (inbox === null) return;
  const { episode } = inbox.around;
  if (event.state === "open") {
    if (await isEnqueued(tx, threadJob, { carrier, thread: event.thread, by: null })) return;
    if (!isSameHolder(before, kept)) {
      await followAssignee(ctx, tx, inbox, kept, event.by);
      // That it is over there, and goes on in another one, may not have been told yet.
      const others = (await tx.carrierThreads.of(episode.id)).filter(
        ({ thread, state }) => thread !== kept.thread && state === "open",
      );
      if (others.length > 0) await enqueueThread(ctx, tx, episode.id, null);
      return;
    }
    // Now it is known how the carrier calls them.
    if (before !== null && before.assigneeName !== kept.assigneeName)
      await enqueueCard(tx, episode, ctx.now());
    if (!isTold(before) && episode.assignee !== null) await enqueueThread(ctx, tx, episode.id, null);
    return;
  }
  if (event.state === "deleted") return await sayDeleted(ctx, tx, kept);
  const ended = await followEnd(ctx, tx, inbox, kept, event.by);
  if (!ended) await tx.carrierThreads.put({ ...kept, reason: null });
  if (!ended && event.reason === "line_gone" && episode.state === "open") {
    const gone = `${ctx.carrierTitle(carrier)} closed this conversation there: its number, or whose it was, is gone from the account.`;
    await enqueueLine(tx, episode, [gone], ctx.now());
  }
  if (!ended) await enqueueCard(tx, episode, ctx.now());
}

/** Else it is known by its texts alone, and nobody has said yet who has it there. */
function isTold(before: KeptThread | null): boolean {
  return before !== null && before.changedAt >= 0;
}

const ranks = { open: 0, resolved: 1, deleted: 2 } as const;

/** What is over there stays over. */
function isNews(before: KeptThread, { state, at }: CarrierThreadEvent): boolean {
  const rise = ranks[state] - ranks[before.state];
  if (rise < 0) return false;
  return at.getTime() > before.changedAt || (at.getTime() === before.changedAt && rise > 0);
}

/** Of one moment, but told later, and not before: what is told last holds. Told again it does not come back, or two would take turns. */
function isOther(ctx: Context, before: KeptThread, event: CarrierThreadEvent): boolean {
  const isSameMoment = event.state === before.state && event.at.getTime() === before.changedAt;
  return isSameMoment && before.state === "open" && !ctx.threadsTold.has(before.carrier, event);
}

function isSameHolder(before: KeptThread | null, kept: KeptThread): boolean {
  return (
    (before?.assignee ?? null) === kept.assignee &&
    (kept.assignee !== null || (before?.assigneeName ?? null) === kept.assigneeName)
  );
}

function keptOf(
  carrier: string,
  { thread, line, contact, state, reason, assignee, by, at }: CarrierThreadEvent,
  episodeId: KeptThread["episodeId"],
): KeptThread {
  const who = state === "open" ? assignee : by;
  return {
    carrier,
    thread,
    line,
    address: contact,
    episodeId,
    state,
    reason: state === "resolved" && (reason === "person" || reason === "silence") ? reason : null,
    assignee: who?.login ?? null,
    assigneeName: who?.name ?? null,
    changedAt: at.getTime(),
  };
}

/** The open stretch of its two numbers, unless that began after what is told. */
async function episodeOf(
  tx: Tx,
  { line, contact, at }: CarrierThreadEvent,
): Promise<KeptThread["episodeId"]> {
  const newest = (await findConversation(tx, contact, line, { kind: "line", number: line }))?.newest ?? null;
  if (newest?.state !== "open" || newest.openedAt > at.getTime() + clocksDiffer) return null;
  return newest.id;
}

async function sayDeleted(ctx: Context, tx: Tx, { carrier, episodeId }: KeptThread): Promise<void> {
  const episode = await tx.episodes.get(episodeId);
  if (episode === null) return;
  const words = `This conversation was deleted in ${ctx.carrierTitle(carrier)}. Here it stays as it is.`;
  await enqueueLine(tx, episode, [words], ctx.now());
  await enqueueCard(tx, episode, ctx.now());
}
