/** What goes along with a text that is about to leave: all of it, or the text waits. */
import type { Context } from "../context/context.ts";
import type { Carrier } from "../contracts/carrier.ts";
import type { StoredFile } from "../contracts/store/files.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { areReady } from "../files/are-ready.ts";
import { enqueueLostFetches } from "../files/take-along.ts";
import { holdForFiles } from "./fetch-attached.ts";

/** `owed`: not all of it is here yet, and whatever brings it wakes the text. `held`: its author is asked. */
export async function filesToSend(
  ctx: Context,
  tx: Tx,
  message: Message,
  carrier: Carrier,
): Promise<readonly StoredFile[] | "owed" | "held"> {
  if (message.files === 0) return [];
  const files = await tx.files.ofMessage(message.id);
  if (files.some(isOwed)) {
    await enqueueLostFetches(ctx, tx, files);
    return "owed";
  }
  if (await areReady(tx, files, carrier)) return files;
  await holdForFiles(ctx, tx, message.id);
  return "held";
}

export async function hasOwed(tx: Tx, id: Message["id"]): Promise<boolean> {
  return (await tx.files.ofMessage(id)).some(isOwed);
}

function isOwed({ state }: StoredFile): boolean {
  return state === "owed";
}
