/** Someone wrote in a thread. Kept once by (channel, ts), however many events tell of it, then judged. */
import type { MessageId } from "../../domain/ids.ts";
import { promisesSending } from "../../domain/mark.ts";
import type { Place } from "../../domain/sentence.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import type { Context } from "../context/context.ts";
import { episodeContext } from "../context/episode-context.ts";
import type { DeskReply } from "../contracts/desk.ts";
import type { Thread, WholeEpisode } from "../contracts/store/episodes.ts";
import type { Reply } from "../contracts/store/replies.ts";
import type { Tx } from "../contracts/store/store.ts";
import { besideOf } from "../messages/beside.ts";
import { typedDraft } from "../messages/draft.ts";
import { isOvertaken, lateness } from "../messages/lateness.ts";
import { mayHaveMissed, readIfUnheard } from "../messages/read-before-leaving.ts";
import { writeText } from "../messages/write-text.ts";
import { enqueueMark } from "../outbox/enqueue.ts";
import { answerIfCalled } from "./answer-if-called.ts";
import { takeEdit } from "./edit-reply.ts";
import { keepStray } from "./keep-stray.ts";
import { recordFoundSent, recordSentMeanwhile } from "./record-found-sent.ts";
import { astray, isInside, notedBefore, stopsOf } from "./remember-early.ts";
import { tellItStays } from "./stays-inside.ts";
import { applyStops } from "./stop-reply.ts";

export interface ReceivedReply {
  readonly reply: DeskReply;
  /** `found`: not told by an event, but seen when we looked at what we missed. */
  readonly how: "event" | "found";
}

/** In a transaction of its own. */
export async function takeInReply(ctx: Context, input: ReceivedReply): Promise<void> {
  const verdict = await ctx.store.transaction((tx) => takeReply(ctx, tx, input));
  if (verdict !== null) ctx.count(counted[verdict]);
}

const counted = {
  text: "replies_taken",
  ask: "replies_taken",
  note: "replies_kept_inside",
  refused: "replies_refused",
} as const;

/** Null when nothing was judged: it is known already, or none of ours. */
export async function takeReply(
  ctx: Context,
  tx: Tx,
  { reply, how }: ReceivedReply,
): Promise<keyof typeof counted | null> {
  const found = await tx.episodes.writtenAt(reply.channel, reply.thread, besideOf(ctx, reply.author));
  const known = await tx.replies.find({ channel: reply.channel, ts: reply.ts });
  if (found === null) {
    await keepStray(ctx, tx, reply, known, how);
    return null;
  }
  await tx.episodes.touchThread(reply.channel, reply.thread, reply.ts);
  if (known === null || known.verdict === "unseen")
    return await judgeFirst(ctx, tx, { reply, how }, found, known);
  if (how === "found") await takeNews(ctx, tx, reply, known);
  return null;
}

/** What was written in a thread before its place was known to us. */
export async function takeEarly(ctx: Context, tx: Tx, thread: Place): Promise<void> {
  for (const early of await tx.replies.unseenIn(thread)) {
    const { author } = early;
    if (author === null) continue;
    const reply = { ...early, author, thread: thread.ts, marks: [], stoppedBy: [] };
    await takeReply(ctx, tx, { reply, how: "event" });
  }
}

/** @param known what arrived before the message itself. */
async function judgeFirst(
  ctx: Context,
  tx: Tx,
  { reply, how }: ReceivedReply,
  found: WholeEpisode & { readonly thread: Thread; readonly underWay: MessageId | null },
  known: Reply | null,
): Promise<keyof typeof counted | null> {
  const place: Place = { channel: reply.channel, ts: reply.ts };
  const current = { ...reply, ...withWhatCameBefore(reply, known) };
  const unwritten = {
    ...current,
    episodeId: found.episode.id,
    deletedAt: known?.deletedAt ?? null,
    createdAt: ctx.now(),
  };
  const putAsNote = () => tx.replies.put({ ...unwritten, ...asNote });
  if (known?.deletedAt) {
    await putAsNote();
    return null;
  }
  if (!isInside(ctx, current) && (isInside(ctx, reply) || known?.reason === notedBefore)) {
    // It was a note before it was edited, and a note never becomes a text by editing.
    await tx.replies.put({ ...unwritten, ...asNote, unlogged: true });
    await enqueueMark(tx, place, ctx.now());
    await tellItStays(ctx, tx, found.episode, {
      ...unwritten,
      ...asNote,
      marks: "",
      stoppedBy: "",
      byUs: false,
      unlogged: false,
      attached: unwritten.attached ?? null,
    });
    return "note";
  }
  const around = await episodeContext(tx, found.episode, found.conversation);
  if (how === "found" && promisesSending(reply.marks)) {
    await putAsNote();
    await recordFoundSent(ctx, tx, around, reply);
    return "text";
  }
  const stops = [...reply.stoppedBy, ...(known === null ? [] : stopsOf(known))];
  const stamp = current.edited ?? reply.ts;
  const atOnce = how === "event" && stops.length === 0 && !mayHaveMissed(ctx, stamp);
  const writtenAt = toMilliseconds(stamp);
  const mustAsk =
    keptBackBefore(reply, how) || firstWordsUnknown(reply, how, known) || known?.reason === astray;
  const isTooLate = mustAsk ? "outage" : await lateness(ctx, tx, writtenAt, how);
  const overtaken = isTooLate === false && (await isOvertaken(tx, place, found.episode, found.thread.latest));
  const tooLate = overtaken ? "overtaken" : isTooLate;
  const { underWay } = found;
  const asFound = { thread: found.thread.state, tooLate, unwritten, atOnce, underWay };
  const draft = typedDraft(around, current, asFound);
  const written = await writeText(ctx, tx, draft);
  await answerIfCalled(ctx, tx, draft, written);
  await applyStops(ctx, tx, place, stops);
  if (how === "event") await readIfUnheard(ctx, tx, place, stamp);
  return written.verdict.kind;
}

const asNote = { verdict: "note", reason: null, messageId: null } as const;

/** What was done to a reply that is known, as it shows when it is looked at again. */
export async function takeNews(ctx: Context, tx: Tx, reply: DeskReply, known: Reply): Promise<void> {
  if (promisesSending(newMarks(reply, known))) return await recordSentMeanwhile(ctx, tx, known);
  if (lostFiles(known, reply)) await takeEdit(ctx, tx, withoutThem(known, reply), "found");
  else if (reply.edited !== null) await takeEdit(ctx, tx, reply, "found");
  await applyStops(ctx, tx, { channel: reply.channel, ts: reply.ts }, reply.stoppedBy);
}

/** A file that was deleted goes from its message without an edit. */
function lostFiles({ attached: before }: Reply, { attached: now }: DeskReply): boolean {
  const left = (now ?? []).filter(({ lack }) => lack === null).map(({ id }) => id);
  return (before ?? []).some(({ id, lack }) => lack === null && !left.includes(id));
}

/** An edit may come before the message it edits; the newer words hold. */
function withWhatCameBefore(
  reply: DeskReply,
  known: Reply | null,
): Pick<DeskReply, "text" | "mentions" | "files" | "attached" | "kind" | "edited"> {
  if (known === null || known.edited === null) return reply;
  return known.edited > (reply.edited ?? "") ? known : reply;
}

/** No edit stamps it: where one that was heard before bears a later stamp, its words hold, and the files go all the same. */
function withoutThem({ text, mentions, kind, edited }: Reply, reply: DeskReply): DeskReply {
  return edited === null || edited <= (reply.edited ?? "")
    ? reply
    : { ...reply, text, mentions, kind, edited };
}

/** Those that this database did not set: a text that failed and is tried again carries its old ones. */
function newMarks({ marks }: DeskReply, known: Reply): DeskReply["marks"] {
  const ours = known.marks.split(" ");
  return marks.filter((mark) => !ours.includes(mark));
}

/** We said once that it did not leave, and why is not known to this database: only a person may send it now. */
function keptBackBefore(reply: DeskReply, how: ReceivedReply["how"]): boolean {
  return how === "found" && reply.marks.includes("no_entry_sign");
}

/** It was edited before anyone saw it, and may have been a note at first: only a person may send it. */
function firstWordsUnknown(reply: DeskReply, how: ReceivedReply["how"], known: Reply | null): boolean {
  const sawFirst = known !== null && known.author !== null && known.edited === null;
  return how === "found" && reply.edited !== null && !sawFirst;
}
