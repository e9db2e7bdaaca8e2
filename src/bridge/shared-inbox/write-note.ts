/**
 * Writes a note that stands at the desk into the carrier's thread, once: that it is tried is kept before, and where its answer is lost, it
 * is looked for among what the carrier tells. Where it is not found, its author is told, and it is not written again. What is changed or deleted
 * at the desk is so there as well.
 */
import { CarrierError } from "../../domain/errors.ts";
import type { LoginName } from "../../domain/ids.ts";
import { memberName } from "../../domain/people.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import { ownLogin } from "../../domain/whose-login.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import { makeSureOfLead } from "../context/sure-of-lead.ts";
import type { CarrierThreads, NoteOutcome, ThreadOutcome } from "../contracts/carrier-threads.ts";
import type { KeptNote, KeptThread } from "../contracts/store/carrier-threads.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { Reply } from "../contracts/store/replies.ts";
import type { Tx } from "../contracts/store/store.ts";
import { inform } from "../notices/tell.ts";
import { type Conclude, done, finished, later } from "../outbox/job-end.ts";
import { enqueueLook } from "../outbox/look-kind.ts";
import { actingLogin, lastingRefusal } from "./acting-login.ts";
import { inboxOf } from "./inbox-of.ts";
import { noteDigest, tried } from "./note-words.ts";

/** It is looked for this often, and for so long. Milliseconds. */
const looksEvery = 30_000;
const looksFor = 20;
/** What may be repeated is, after so long. Milliseconds. */
const again = 5_000;

interface Owed {
  readonly reply: Reply;
  readonly kept: KeptThread;
  readonly by: LoginName;
  /** Null: it was deleted. */
  readonly text: string | null;
  /** As it stands there, or was tried, and nobody knows what became of that. */
  readonly standing: KeptNote | null;
}

export async function writeNote(
  ctx: Context,
  place: Place,
  { attempts }: Pick<Job, "attempts">,
): Promise<Conclude> {
  const owed = await ctx.store.read((tx) => whatIsOwed(ctx, tx, place));
  const threads = owed === null ? undefined : ctx.carriers.get(owed.kept.carrier)?.threads;
  if (owed === null || threads === undefined || !ctx.settings.mirrorNotes) return finished;
  const { standing, text } = owed;
  if (standing?.note === tried(place.channel, place.ts)) return await lookFor(ctx, owed, attempts);
  if (standing !== null) return await changeNote(ctx, threads, owed, standing, attempts);
  return text === null ? finished : await begin(ctx, threads, owed, text);
}

async function begin(ctx: Context, threads: CarrierThreads, owed: Owed, text: string): Promise<Conclude> {
  const trying = triedNote(owed, text);
  const since = ctx.now();
  await ctx.store.transaction((tx) => tx.carrierThreads.putNote(trying));
  await makeSureOfLead(ctx, since);
  const outcome = await write(ctx, threads, owed, text, trying);
  return async (tx) => {
    if (outcome.kind === "unknown") return later(looksEvery);
    await tx.carrierThreads.dropNote(trying.carrier, trying.note);
    if (outcome.kind === "done" && (await tx.carrierThreads.note(trying.carrier, outcome.id)) === null)
      await tx.carrierThreads.putNote({ ...trying, note: outcome.id });
    if (outcome.kind === "refused")
      await tellAuthor(ctx, tx, owed, (there) => `${there} did not take this note: ${outcome.sentence}`);
    return done;
  };
}

function triedNote({ reply: { channel, ts }, kept: { carrier, thread } }: Owed, text: string): KeptNote {
  return { carrier, note: tried(channel, ts), thread, channel, ts, digest: noteDigest(text), toldAt: 0 };
}

/** Null where it stands there already, or there is nothing to write, or nowhere. */
async function whatIsOwed(ctx: Context, tx: Tx, place: Place): Promise<Owed | null> {
  const reply = await tx.replies.find(place);
  if (reply?.verdict !== "note" || reply.episodeId === null) return null;
  const standing = await tx.carrierThreads.noteAt(place);
  const threads = await tx.carrierThreads.of(reply.episodeId);
  const kept =
    standing === null
      ? threads.find(({ state }) => state === "open")
      : threads.find(({ thread }) => thread === standing.thread);
  const inbox = kept === undefined ? null : await inboxOf(tx, kept);
  if (kept === undefined || inbox === null || reply.author === null) return null;
  const { around, line } = inbox;
  const member = memberOf(around, reply.author);
  const whose = member?.username ?? null;
  const by = actingLogin(ctx.carriers.get(kept.carrier) ?? {}, inbox, whose);
  if (by === null) return null;
  const author = member === null ? null : memberName(around.directory, member.username);
  const isOwn = by === ownLogin(around.directory, line, whose);
  const text = reply.deletedAt === null ? wordsThere(reply, isOwn ? null : author) : null;
  const isTold = standing !== null && standing.digest === (text === null ? null : noteDigest(text));
  return isTold && standing.note !== tried(place.channel, place.ts)
    ? null
    : { reply, kept, by, text, standing };
}

/** @param author named where one login writes for many. */
function wordsThere({ text }: Reply, author: string | null): string {
  const words = text.replace(/^note:\s*(?=\S)/i, "");
  return author === null ? words : `${author}: ${words}`;
}

async function write(
  ctx: Context,
  threads: CarrierThreads,
  { kept: { thread }, by }: Owed,
  text: string,
  trying: KeptNote,
): Promise<NoteOutcome> {
  try {
    return await threads.note(thread, text, by);
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    const refusal = lastingRefusal(error);
    if (refusal !== null) return refusal;
    if (!error.failure.certain) return { kind: "unknown", reason: error.message };
    await ctx.store.transaction((tx) => tx.carrierThreads.dropNote(trying.carrier, trying.note));
    throw error;
  }
}

/** Other words over those that stand there, or none; may be repeated. */
async function changeNote(
  ctx: Context,
  threads: CarrierThreads,
  owed: Owed,
  standing: KeptNote,
  attempts: number,
): Promise<Conclude> {
  const outcome = await change(threads, owed, standing);
  return async (tx) => {
    switch (outcome.kind) {
      case "unknown":
        return later(again * 2 ** Math.min(attempts, 6));
      case "done": {
        const { carrier, note } = standing;
        const kept = (await tx.carrierThreads.note(carrier, note)) ?? standing;
        const digest = owed.text === null ? null : noteDigest(owed.text);
        await tx.carrierThreads.putNote({ ...kept, digest });
        return done;
      }
      default: {
        const why =
          outcome.kind === "over"
            ? "the conversation is resolved there, or the note is gone."
            : outcome.sentence;
        const what = owed.text === null ? "delete this note" : "take over the change of this note";
        await tellAuthor(ctx, tx, owed, (there) => `${there} did not ${what}: ${why}`);
        return done;
      }
    }
  };
}

async function change(
  threads: CarrierThreads,
  { text, by }: Owed,
  { note: id, thread }: KeptNote,
): Promise<ThreadOutcome> {
  try {
    return await threads.changeNote({ id, thread }, text, by);
  } catch (error) {
    const refusal = lastingRefusal(error);
    if (refusal === null) throw error;
    return refusal;
  }
}

/** What the carrier tells of it takes the place of what is known of the try. */
async function lookFor(ctx: Context, owed: Owed, attempts: number): Promise<Conclude> {
  const { carrier } = owed.kept;
  if (attempts < looksFor) {
    await enqueueLook(ctx, carrier, owed.by);
    return async () => later(looksEvery);
  }
  return async (tx) => {
    await tellAuthor(
      ctx,
      tx,
      owed,
      (there) => `It is not known whether this note stands in ${there} as well: its answer was lost.`,
    );
    return done;
  };
}

async function tellAuthor(
  ctx: Context,
  tx: Tx,
  { reply: { author, channel, ts, thread }, kept }: Owed,
  words: (there: string) => string,
): Promise<void> {
  if (author === null) return;
  const sentence: Sentence = [words(ctx.carrierTitle(kept.carrier))];
  await inform(ctx, tx, author, sentence, { place: { channel, ts }, thread });
}
