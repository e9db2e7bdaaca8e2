/** Fetches a file that came with a text, once what tells of it may be seen: what it is decides whether it is passed on. */
import { type Directory, lineByNumber } from "../../domain/directory.ts";
import { fileKindOf } from "../../domain/file-kind.ts";
import { type FileTrouble, unsafeTrouble } from "../../domain/file-trouble.ts";
import type { FileId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { FetchOutcome } from "../contracts/carrier-media.ts";
import type { StoredFile } from "../contracts/store/files.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueShowFiles } from "../outbox/enqueue.ts";
import { type Conclude, done, finished, later } from "../outbox/job-end.ts";

/** Nobody hands it out after so long: a person may try again. Milliseconds. */
const giveUpAfter = 6 * 3_600_000;
const longestRest = 10 * 60_000;

export async function fetchFile(
  ctx: Context,
  { file: id }: { readonly file: FileId },
  job: Job,
): Promise<Conclude> {
  const { file, message, directory } = await ctx.store.read(async (tx) => {
    const file = await tx.files.get(id);
    const message = file && (await tx.messages.get(file.messageId));
    return { file, message, directory: await tx.directories.current() };
  });
  if (file === null || message === null || file.state !== "owed") return finished;
  const outcome = await ask(ctx, file, message, directory);
  if (outcome.kind === "fetched") return take(ctx, file, outcome.bytes);
  if (outcome.kind === "refused") return fail(ctx, file, outcome.why);
  ctx.log.warn(
    { carrier: message.carrier, reason: outcome.reason },
    "a file could not be fetched; it is tried again",
  );
  if (ctx.now() - file.createdAt >= giveUpAfter) return fail(ctx, file, "unavailable");
  // "At once" from a carrier that could not just now is no time to come back.
  const rest = Math.min(longestRest, outcome.afterMs || 2_000 * 2 ** Math.min(job.attempts, 10));
  return async () => later(rest);
}

async function ask(
  ctx: Context,
  { source }: StoredFile,
  { carrier, line, login }: Message,
  directory: Directory,
): Promise<FetchOutcome> {
  const fetchMedia = ctx.carriers.get(carrier)?.fetchMedia;
  if (source?.media === undefined || fetchMedia === undefined) return { kind: "refused", why: "gone" };
  const by = login ?? lineByNumber(directory, line)?.login;
  return by === undefined ? await fetchMedia(source.media) : await fetchMedia(source.media, by);
}

function take(ctx: Context, file: StoredFile, bytes: Buffer): Conclude {
  const { contentType, nature, label } = fileKindOf(bytes);
  if (bytes.length === 0) return fail(ctx, file, "empty");
  if (nature === "unsafe") return fail(ctx, file, unsafeTrouble(label));
  return async (tx) => {
    if (!(await isStillOwed(tx, file))) return done;
    await tx.files.putBytes(file.id, bytes);
    await tx.files.update(file.id, { state: "kept", contentType, size: bytes.length, trouble: null });
    await show(ctx, tx, file);
    tx.afterwards(() => ctx.count("files_fetched"));
    return done;
  };
}

function fail(ctx: Context, file: StoredFile, trouble: FileTrouble): Conclude {
  return async (tx) => {
    if (!(await isStillOwed(tx, file))) return done;
    await tx.files.update(file.id, { state: "failed", trouble });
    await show(ctx, tx, file);
    tx.afterwards(() => ctx.count("files_failed"));
    return done;
  };
}

/** Its contact may have been erased meanwhile. */
async function isStillOwed(tx: Tx, { id }: StoredFile): Promise<boolean> {
  return (await tx.files.get(id))?.state === "owed";
}

async function show(ctx: Context, tx: Tx, { messageId }: StoredFile): Promise<void> {
  const message = await tx.messages.get(messageId);
  const episode = message && (await tx.episodes.get(message.episodeId));
  if (message !== null && episode !== null) await enqueueShowFiles(tx, episode, message.id, ctx.now());
}
