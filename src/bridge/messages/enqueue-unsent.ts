/**
 * The row that sends a text is written with it. Where one is missing all the same (a copy made by hand lacks it), the text
 * would wait for ever and nobody would be told: so it is enqueued again, at a start and by a tick.
 */
import type { Context } from "../context/context.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueSendAgain, willBeSent } from "../outbox/enqueue.ts";
import { readBeforeLeaving } from "./read-before-leaving.ts";

/** A tick. */
export async function enqueueUnsent(ctx: Context): Promise<void> {
  const missing = await ctx.store.read(withoutJob);
  if (missing.length === 0) return;
  ctx.log.error(
    { texts: missing.length },
    "texts wait that nothing would have sent; they are enqueued again",
  );
  await ctx.store.transaction((tx) => enqueueMissing(ctx, tx));
}

/** The same, inside a transaction. */
export async function enqueueMissing(ctx: Context, tx: Tx): Promise<void> {
  const now = ctx.now();
  for (const message of await withoutJob(tx)) {
    await readBeforeLeaving(tx, message);
    await enqueueSendAgain(tx, message, Math.max(now + ctx.settings.hold, message.notBefore ?? 0), now);
  }
}

/** Texts that leave by themselves, without waiting for a person's word. */
export async function dueByItself(tx: Tx): Promise<Message[]> {
  const unsent = await tx.messages.inState(["waiting", "queued"]);
  return unsent.filter(({ waitsFor }) => waitsFor !== "person");
}

async function withoutJob(tx: Tx): Promise<Message[]> {
  const missing: Message[] = [];
  for (const message of await dueByItself(tx)) if (!(await willBeSent(tx, message))) missing.push(message);
  return missing;
}
