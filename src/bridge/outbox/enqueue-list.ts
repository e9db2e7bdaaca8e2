/** When a list goes on, and when its author sees it. */
import type { ListId } from "../../domain/ids.ts";
import type { List } from "../contracts/store/lists.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueue } from "./job-kind.ts";
import { listJob, progressJob, progressPostJob } from "./list-kinds.ts";

/** What changes within so long is drawn at once. Milliseconds. */
const drawnEvery = 3_000;

export async function enqueueList(tx: Tx, list: ListId, dueAt: number, now: number): Promise<void> {
  await enqueue(tx, listJob, { list }, { dueAt }, now);
}

export async function enqueueProgressPost(tx: Tx, { id }: Pick<List, "id">, now: number): Promise<void> {
  await enqueue(tx, progressPostJob, { list: id }, { dueAt: now }, now);
}

export async function enqueueProgress(tx: Tx, list: ListId, now: number): Promise<void> {
  await enqueue(tx, progressJob, { list }, { dueAt: now + drawnEvery }, now);
}
