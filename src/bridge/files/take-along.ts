/**
 * What leaves beside a text's words is fetched from the desk while it waits: its hold is used for that. The rows say what it is; they follow what
 * its message shows until it leaves.
 */
import type { AttachedFile } from "../../domain/attached-file.ts";
import type { FileId } from "../../domain/ids.ts";
import { canBeFitted } from "../../domain/outbound-trouble.ts";
import type { Context } from "../context/context.ts";
import type { StoredFile } from "../contracts/store/files.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueAttach } from "../outbox/enqueue.ts";
import { isEnqueued } from "../outbox/job-kind.ts";
import { attachJob } from "../outbox/kinds.ts";

interface TakesAlong {
  readonly message: Message;
  readonly files: readonly AttachedFile[] | "as before";
  /** It does not wait for a person: what is not here is fetched. */
  readonly isLeaving: boolean;
}

export async function takeAlong(
  ctx: Context,
  tx: Tx,
  { message, files: wanted, isLeaving }: TakesAlong,
): Promise<void> {
  const known = await tx.files.ofMessage(message.id);
  const files = wanted === "as before" ? known.flatMap(({ source }) => source?.attached ?? []) : wanted;
  const kept = known.filter(({ source }) => files.some(({ id }) => id === source?.attached?.id));
  for (const row of known) if (!kept.includes(row)) await tx.files.remove(row.id);
  const added: StoredFile[] = [];
  for (const [position, file] of files.entries()) {
    const row = kept.find(({ source }) => source?.attached?.id === file.id);
    if (row === undefined) added.push(rowOf(ctx, message, file, position));
    else await renew(tx, row, position);
  }
  // What was made to fit beside fewer may be too much beside more.
  if (added.length > 0) for (const row of kept) if (mayShrink(row)) await fetchAnew(tx, row);
  await tx.files.insert(added);
  if (message.retryOf !== null && added.length > 0) await takeFromEarlier(tx, message.retryOf, added);
  if (isLeaving) await enqueueFetches(ctx, tx, message);
}

/** What went along with a text that left without this database: nothing of it is fetched, unless somebody tries it again. */
export async function noteFilesLeft(
  ctx: Context,
  tx: Tx,
  message: Message,
  files: readonly AttachedFile[],
): Promise<void> {
  await tx.files.insert(
    files.map((file, position) => ({ ...rowOf(ctx, message, file, position), state: "done" as const })),
  );
}

async function enqueueFetches(ctx: Context, tx: Tx, { id }: Pick<Message, "id">): Promise<void> {
  for (const { id: file, state } of await tx.files.ofMessage(id))
    if (state === "owed") await enqueueAttach(tx, file, ctx.now());
}

/** What is not here yet is on its way, unless its job was lost. */
export async function enqueueLostFetches(ctx: Context, tx: Tx, files: readonly StoredFile[]): Promise<void> {
  for (const { id: file, state } of files)
    if (state === "owed" && !(await isEnqueued(tx, attachJob, { file })))
      await enqueueAttach(tx, file, ctx.now());
}

function rowOf(ctx: Context, { id }: Message, attached: AttachedFile, position: number): StoredFile {
  const { name, contentType, size } = attached;
  return {
    id: ctx.newId() as FileId,
    messageId: id,
    position,
    contentType,
    name,
    size,
    source: { attached },
    state: "owed",
    trouble: null,
    createdAt: ctx.now(),
  };
}

/** What failed before is tried again. */
async function renew(tx: Tx, { id, state, position: before }: StoredFile, position: number): Promise<void> {
  const isGone = state === "failed" || state === "done";
  if (!isGone && before === position) return;
  await tx.files.update(id, { position, ...(isGone ? { state: "owed", trouble: null } : {}) });
}

function mayShrink({ state, contentType }: StoredFile): boolean {
  return state === "kept" && canBeFitted(contentType);
}

async function fetchAnew(tx: Tx, { id }: StoredFile): Promise<void> {
  await tx.files.dropBytes(id);
  await tx.files.update(id, { state: "owed" });
}

/** Nobody knows whether the try before left, so what it was to take along is still here. */
async function takeFromEarlier(
  tx: Tx,
  earlier: NonNullable<Message["retryOf"]>,
  rows: readonly StoredFile[],
) {
  for (const { id, source, state, contentType, size, address } of await tx.files.ofMessage(earlier)) {
    const row = rows.find((one) => one.source?.attached?.id === source?.attached?.id);
    const bytes = state === "kept" && row !== undefined ? await tx.files.bytesOf(id) : null;
    if (row === undefined || bytes === null) continue;
    await tx.files.putBytes(row.id, bytes);
    await tx.files.update(row.id, { state, contentType, size, source });
    // A carrier that fetches it there may still do so for the try before.
    if (address !== undefined) continue;
    await tx.files.dropBytes(id);
    await tx.files.update(id, { state: "done" });
  }
}
