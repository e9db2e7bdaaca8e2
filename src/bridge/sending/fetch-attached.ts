/** Fetches from the desk what leaves with a text. Once all of it is here the text goes; where one can't be had, its author is asked. */

import type { FileId } from "../../domain/ids.ts";
import type { FilesTrouble, OutboundTrouble } from "../../domain/outbound-trouble.ts";
import { mostOf, nameOfAttached } from "../../domain/outbound-trouble.ts";
import type { Context } from "../context/context.ts";
import { episodeContext } from "../context/episode-context.ts";
import type { Carrier } from "../contracts/carrier.ts";
import type { FetchOutcome } from "../contracts/carrier-media.ts";
import type { StoredFile } from "../contracts/store/files.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { Tx } from "../contracts/store/store.ts";
import { makeFit } from "../files/make-fit.ts";
import { fromItsLine } from "../messages/from-its-line.ts";
import { holdBack } from "../messages/hold-back.ts";
import { enqueueSend, willBeSent } from "../outbox/enqueue.ts";
import { type Conclude, done, finished, later } from "../outbox/job-end.ts";

/** Its text, and what is written behind it, waits no longer. Milliseconds. */
const giveUpAfter = 2 * 60_000;
const longestRest = 15_000;

const troubles = {
  elsewhere: "elsewhere",
  too_large: "large",
  gone: "deleted",
  forbidden: "forbidden",
} as const satisfies Record<(FetchOutcome & { kind: "refused" })["why"], OutboundTrouble>;

export async function fetchAttached(
  ctx: Context,
  { file: id }: { readonly file: FileId },
  job: Job,
): Promise<Conclude> {
  const found = await ctx.store.read(async (tx) => {
    const file = await tx.files.get(id);
    const message = file && (await tx.messages.get(file.messageId));
    if (file?.state !== "owed" || !message) return null;
    const carrier = await carrierOf(ctx, tx, message);
    return { file, message, files: await tx.files.ofMessage(message.id), carrier };
  });
  const attached = found?.file.source?.attached;
  if (found === null || attached === undefined) return finished;
  const { file, message, files, carrier } = found;
  const limits = carrier?.capabilities.media ?? null;
  if (limits === null) return failed(ctx, file, "none");
  const outcome = await ctx.history.fetchFile(attached);
  if (outcome.kind === "refused") return failed(ctx, file, troubles[outcome.why]);
  if (outcome.kind === "later") {
    ctx.log.warn({ reason: outcome.reason }, "a file of a reply could not be fetched; it is tried again");
    if (ctx.now() - job.createdAt >= giveUpAfter) return failed(ctx, file, "unavailable");
    const rest = Math.min(longestRest, outcome.afterMs || 1_000 * 2 ** Math.min(job.attempts, 10));
    return async () => later(rest);
  }
  const fitted = await makeFit(outcome.bytes, file, files, limits);
  if (fitted.kind === "trouble") return failed(ctx, file, fitted.trouble);
  const { bytes, contentType, isSmaller } = fitted;
  return async (tx) => {
    if (!(await isStillOwed(tx, file))) return done;
    // An edit added some meanwhile: they want their share of the room.
    if ((await tx.files.ofMessage(message.id)).length > files.length) return later(0);
    const source = { attached, ...(isSmaller ? ({ isSmaller } as const) : {}) };
    await tx.files.putBytes(file.id, bytes);
    await tx.files.update(file.id, { state: "kept", contentType, size: bytes.length, trouble: null, source });
    if (attached.contentType === "") await nameKind(tx, file, contentType);
    tx.afterwards(() => ctx.count("files_taken_along"));
    await wake(ctx, tx, message);
    return done;
  };
}

/** The desk did not say what it is before it was asked. */
async function nameKind(tx: Tx, { messageId, position }: StoredFile, contentType: string): Promise<void> {
  const message = await tx.messages.get(messageId);
  if (message === null) return;
  const media = message.media.map((one, at) => (at === position ? { ...one, contentType } : one));
  await tx.messages.update(messageId, { media });
}

async function carrierOf(ctx: Context, tx: Tx, message: Message): Promise<Carrier | undefined> {
  const episode = await tx.episodes.get(message.episodeId);
  if (episode === null) return undefined;
  const { line } = await fromItsLine(tx, await episodeContext(tx, episode), message);
  return line === null ? undefined : ctx.carriers.get(line.carrier);
}

function failed(ctx: Context, file: StoredFile, trouble: OutboundTrouble): Conclude {
  return async (tx) => {
    if (!(await isStillOwed(tx, file))) return done;
    await tx.files.update(file.id, { state: "failed", trouble });
    await holdForFiles(ctx, tx, file.messageId);
    return done;
  };
}

/** It may have been taken off its message meanwhile, or its contact erased. */
async function isStillOwed(tx: Tx, { id }: StoredFile): Promise<boolean> {
  return (await tx.files.get(id))?.state === "owed";
}

/** The text that waits for it. */
async function wake(ctx: Context, tx: Tx, { id }: Message): Promise<void> {
  const message = await tx.messages.get(id);
  if (message === null || !waitsForTime(message) || !(await willBeSent(tx, message))) return;
  const now = ctx.now();
  await enqueueSend(tx, message, Math.max(now, message.notBefore ?? 0), now);
}

function waitsForTime({ state, waitsFor }: Message): boolean {
  return state === "queued" || (state === "waiting" && waitsFor === "time");
}

/** Not without all of it: its author is asked, once. */
export async function holdForFiles(ctx: Context, tx: Tx, id: Message["id"]): Promise<void> {
  const message = await tx.messages.get(id);
  const episode = message && (await tx.episodes.get(message.episodeId));
  if (message === null || episode === null || !waitsForTime(message)) return;
  const around = await fromItsLine(tx, await episodeContext(tx, episode), message);
  const carrier = around.line === null ? undefined : ctx.carriers.get(around.line.carrier);
  const files = troubleOf(await tx.files.ofMessage(id), carrier);
  await holdBack(ctx, tx, around, message, { kind: "ask", reason: "files" }, files);
}

function troubleOf(files: readonly StoredFile[], carrier: Carrier | undefined): FilesTrouble {
  const limits = carrier?.capabilities.media ?? null;
  const failing = files.filter(({ state }) => state === "failed");
  const trouble = limits === null ? "none" : ((failing[0]?.trouble ?? "unavailable") as OutboundTrouble);
  const about = failing.filter((file) => file.trouble === trouble);
  return {
    trouble,
    names: about.flatMap(({ source }) => (source?.attached ? [nameOfAttached(source.attached)] : [])),
    count: files.length,
    most: limits && mostOf(limits),
  };
}
