/** A note was written into a thread of the carrier's own shared inbox: it is shown here, and sent to nobody. One of ours is known again. */
import { memberOfLogin } from "../../domain/whose-login.ts";
import type { Context } from "../context/context.ts";
import { userOf } from "../context/episode-context.ts";
import type { ThreadNoteEvent } from "../contracts/carrier-threads.ts";
import type { KeptNote } from "../contracts/store/carrier-threads.ts";
import type { Tx } from "../contracts/store/store.ts";
import { findConversation } from "../conversations/open-episode.ts";
import { enqueueLine } from "../outbox/enqueue.ts";
import { isEnqueued } from "../outbox/job-kind.ts";
import { noteJob } from "../outbox/thread-kind.ts";
import { inboxOf } from "./inbox-of.ts";
import { noteDigest, trying } from "./note-words.ts";

export async function takeThreadNote(ctx: Context, carrier: string, event: ThreadNoteEvent): Promise<void> {
  if (!ctx.settings.mirrorNotes) return;
  await ctx.store.transaction((tx) => take(ctx, tx, carrier, event));
}

async function take(ctx: Context, tx: Tx, carrier: string, event: ThreadNoteEvent): Promise<void> {
  const { id: note, thread, text, at } = event;
  const digest = text === null ? null : noteDigest(text);
  const before =
    (await tx.carrierThreads.note(carrier, note)) ?? (await triedOne(tx, carrier, event, digest));
  if (before !== null && before.toldAt >= at.getTime()) return;
  const place = { channel: before?.channel ?? null, ts: before?.ts ?? null };
  await tx.carrierThreads.putNote({ carrier, note, thread, ...place, digest, toldAt: at.getTime() });
  if (before !== null && before.note !== note) await tx.carrierThreads.dropNote(carrier, before.note);
  const isKnown = before === null ? text === null : before.digest === digest;
  if (!isKnown && !(await isChangedHere(tx, place))) await show(ctx, tx, carrier, event, before !== null);
}

/** What was done here is still to be done there: it comes after this, or is what is told of. */
async function isChangedHere(tx: Tx, { channel, ts }: Pick<KeptNote, "channel" | "ts">): Promise<boolean> {
  return channel !== null && ts !== null && (await isEnqueued(tx, noteJob, { channel, ts }));
}

/** One of ours whose answer is not here yet. */
async function triedOne(
  tx: Tx,
  carrier: string,
  { thread }: ThreadNoteEvent,
  digest: string | null,
): Promise<KeptNote | null> {
  if (digest === null) return null;
  const all = await tx.carrierThreads.notesNamed(carrier, trying);
  return all.find((one) => one.thread === thread && one.digest === digest) ?? null;
}

async function show(
  ctx: Context,
  tx: Tx,
  carrier: string,
  { thread, line: number, contact, author, text }: ThreadNoteEvent,
  isChange: boolean,
): Promise<void> {
  const kept = await tx.carrierThreads.get(carrier, thread);
  const owner = { kind: "line", number } as const;
  const episode =
    (await tx.episodes.get(kept?.episodeId ?? null)) ??
    (await findConversation(tx, contact, number, owner))?.newest ??
    null;
  if (episode === null) return;
  const inbox = kept === null ? null : await inboxOf(tx, kept);
  const member = inbox && memberOfLogin(inbox.around.directory, inbox.line, author?.login ?? null);
  const user = inbox === null || member === null ? null : userOf(inbox.around, member.username);
  const who = author === null ? "" : ` by ${author.name}`;
  const there = ctx.carrierTitle(carrier);
  if (text === null) return await enqueueLine(tx, episode, [`Note deleted in ${there}${who}.`], ctx.now());
  const kind = isChange ? "Note changed" : "Note";
  const words = user === null && author !== null ? `${author.name}: ${text}` : text;
  const noted = { text: words, author: user };
  await enqueueLine(tx, episode, [`${kind} in ${there}${who}: ${text}`], ctx.now(), null, noted);
}
