/**
 * Shows in its thread what came with a text, right behind it. What is on its way is waited for, but not for long: later texts do not wait
 * for a slow picture. A share has no key of ours. Its files' ids at the desk are written down before it is tried, and by them one whose
 * answer was lost is looked for.
 */
import { DeskError, isDeskFailure } from "../../domain/errors.ts";
import type { FileTrouble } from "../../domain/file-trouble.ts";
import type { DeskFileId, EpisodeId, MessageId, SlackTs } from "../../domain/ids.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import { noteReached } from "../channels/channel-state.ts";
import type { Context } from "../context/context.ts";
import { makeSureOfLead } from "../context/sure-of-lead.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { SharedFile } from "../contracts/desk.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { StoredFile } from "../contracts/store/files.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { Tx } from "../contracts/store/store.ts";
import { loseThread } from "../conversations/lose-thread.ts";
import { tellFileTroubles } from "../files/file-notice.ts";
import { namesOf } from "../files/names-of.ts";
import { type Conclude, done, finished, later, untouched } from "../outbox/job-end.ts";
import { isToBeMade, untilSettled, writtenDown } from "./make-post.ts";
import { waitForCard } from "./post-in-thread.ts";

/** Later texts of the thread wait so long for what is still to be fetched. Milliseconds. */
const waitedFor = 30_000;
/** Files of one message at the desk. */
const filesPerMessage = 10;
/** What is shared stands in the thread a little after it was asked for: until then that it is not found proves nothing. Milliseconds. */
const shareSettles = 10_000;
/** Clocks of two machines may differ by this much. Milliseconds. */
const clockSlack = 60_000;
/** The thread waits for the desk to take files, but not for ever. */
const triesAtMost = 8;

interface Found {
  readonly episode: Episode;
  readonly message: Message;
  readonly files: readonly StoredFile[];
}

export async function showFiles(
  ctx: Context,
  { episode: id, message: messageId }: { readonly episode: EpisodeId; readonly message: MessageId },
  job: Job,
): Promise<Conclude> {
  const found = await ctx.store.read(async (tx): Promise<Found | null> => {
    const [episode, message] = [await tx.episodes.get(id), await tx.messages.get(messageId)];
    // It went on elsewhere, or is no more.
    if (episode === null || message?.episodeId !== id) return null;
    return { episode, message, files: await tx.files.ofMessage(messageId) };
  });
  if (found === null) return finished;
  const place = threadPlace(found.episode);
  if (place === null) return waitForCard(ctx, id);
  const rest = job.createdAt + waitedFor - ctx.now();
  if (found.files.some(isAwaited) && rest > 0) return waitForThem(messageId, rest);
  const kept = found.files.filter(({ state }) => state === "kept").slice(0, filesPerMessage);
  if (kept.length === 0) return concluded(ctx, job, found, place, { shared: [], ts: null });
  try {
    return await share(ctx, job, found, place, kept);
  } catch (error) {
    const trouble = troubleOf(error, job);
    if (trouble === null) {
      if (isDeskFailure(error, "thread_gone")) await loseThread(ctx, { place });
      throw error;
    }
    ctx.log.error({ err: error, trouble }, "files were not taken by the desk; it is said in the thread");
    return concluded(ctx, job, found, place, { failed: kept, trouble });
  }
}

/** It was not said of it that it comes later. */
function isAwaited({ state, trouble }: StoredFile): boolean {
  return state === "owed" && trouble === null;
}

function waitForThem(message: MessageId, rest: number): Conclude {
  // What came meanwhile has woken this before it slept.
  return async (tx) => later((await tx.files.ofMessage(message)).some(isAwaited) ? rest : 0);
}

async function share(
  ctx: Context,
  job: Job,
  found: Found,
  place: Place,
  kept: readonly StoredFile[],
): Promise<Conclude> {
  const known = kept.flatMap(({ source }) => source?.desk ?? []);
  if (job.triedAt !== null && known.length > 0) {
    const since = Math.min(job.triedAt, job.createdAt) - clockSlack;
    const ts = await ctx.history.findFiles({ channel: place.channel, thread: place.ts, since }, known);
    const shown = kept.filter(({ source }) => source?.desk !== undefined);
    if (ts !== null) return concluded(ctx, job, found, place, { shared: shown, ts });
    const settling = Math.max(job.triedAt + shareSettles - ctx.now(), untilSettled(ctx, job));
    if (settling > 0) return async () => later(settling);
  }
  const names = namesOf(found.files);
  const handed: SharedFile[] = [];
  for (const file of kept) handed.push(await handOver(ctx, file, names.get(file.id) ?? "File"));
  const since = writtenDown(ctx, job);
  if (!(await isToBeMade(ctx, [job]))) return untouched;
  await makeSureOfLead(ctx, since);
  try {
    const ts = await ctx.desk.shareFiles(place, handed, lateWords(found, job, ctx.now()));
    return concluded(ctx, job, found, place, { shared: kept, ts });
  } catch (error) {
    // The desk forgets what was not shared for long: it gets it anew.
    if (!isDeskFailure(error, "refused") || known.length === 0) throw error;
    return async (tx) => {
      for (const file of kept) await tx.files.update(file.id, { source: withoutDesk(file) });
      return later(0);
    };
  }
}

async function handOver(ctx: Context, file: StoredFile, name: string): Promise<SharedFile> {
  const { id, source } = file;
  if (source?.desk !== undefined) return { id: source.desk, name };
  const bytes = await ctx.store.read((tx) => tx.files.bytesOf(id));
  if (bytes === null) throw new Error("a file that is kept has no bytes");
  const desk: DeskFileId = await ctx.desk.uploadFile({ name, bytes });
  await ctx.store.transaction((tx) => tx.files.update(id, { source: { ...source, desk } }));
  return { id: desk, name };
}

/** Right behind its text it needs no words; later it says whose it is. */
function lateWords({ message, files }: Found, { createdAt }: Job, now: number): Sentence | null {
  const isLate = now - message.createdAt > 2 * waitedFor && createdAt - message.createdAt > waitedFor;
  if (!isLate) return null;
  return [
    files.length === 1 ? "This came with the text of " : "Of what came with the text of ",
    { at: message.writtenAt },
  ];
}

/** Null where another try is made by itself, and the thread waits. */
function troubleOf(error: unknown, { attempts }: Job): FileTrouble | null {
  if (!(error instanceof DeskError)) return null;
  const { kind } = error.failure;
  if (kind === "missing_scope") return "not_allowed";
  if (kind === "refused" || kind === "nobody" || kind === "message_gone") return "not_taken";
  return kind === "unreachable" && attempts >= triesAtMost ? "not_taken" : null;
}

function withoutDesk({ source }: StoredFile): StoredFile["source"] {
  return source?.media === undefined ? null : { media: source.media };
}

type Ended =
  | { readonly shared: readonly StoredFile[]; readonly ts: SlackTs | null }
  | { readonly failed: readonly StoredFile[]; readonly trouble: FileTrouble };

function concluded(
  ctx: Context,
  job: Job,
  { episode, message }: Found,
  place: Place,
  ended: Ended,
): Conclude {
  return async (tx) => {
    if ("failed" in ended) {
      for (const file of ended.failed) {
        await tx.files.update(file.id, {
          state: "failed",
          trouble: ended.trouble,
          source: withoutDesk(file),
        });
        await tx.files.dropBytes(file.id);
      }
      tx.afterwards(() => ctx.count("files_failed", ended.failed.length));
    } else await noteShown(tx, place, ended.shared, ended.ts);
    const left = await tx.files.ofMessage(message.id);
    for (const file of left) if (isAwaited(file)) await tx.files.update(file.id, { trouble: "slow" });
    await tellFileTroubles(ctx, tx, episode, message);
    if (!("failed" in ended)) await noteReached(ctx, tx, job);
    return left.some(({ state }) => state === "kept") ? later(0) : done;
  };
}

async function noteShown(
  tx: Tx,
  { channel, ts: thread }: Place,
  shared: readonly StoredFile[],
  ts: SlackTs | null,
): Promise<void> {
  for (const file of shared) {
    await tx.files.update(file.id, { state: "done", trouble: null, source: withoutDesk(file) });
    await tx.files.dropBytes(file.id);
  }
  if (ts !== null) await tx.episodes.touchThread(channel, thread, ts);
}
