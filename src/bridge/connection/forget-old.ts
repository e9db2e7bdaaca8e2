/**
 * A tick: what is kept only to recognise repeats is forgotten once no repeat can come, and a deleted template once it can't be brought
 * back.
 */
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { deletedAfter } from "../template-library/deleted-templates.ts";

const day = 24 * 60 * 60 * 1000;
/** Slack redelivers within hours, carriers within a day. */
const rememberFor = 7 * day;

/** So many in a transaction: a day's work may be a hundred thousand, and nothing else happens meanwhile. */
const atOnce = 500;

export async function forgetOld(ctx: Context): Promise<void> {
  const before = ctx.now() - rememberFor;
  await untilNone(ctx, (tx) => tx.inbox.forgetBefore(before, atOnce));
  await untilNone(ctx, (tx) => tx.arrivals.dropReportsBefore(before, atOnce));
  await untilNone(ctx, (tx) => tx.replies.dropUnseenBefore(before, atOnce));
  await untilNone(ctx, (tx) => dropFiles(tx, before));
  await untilNone(ctx, (tx) => tx.logSettings.forgetPromptsBefore(before, atOnce));
  await untilNone(ctx, (tx) => tx.templates.forgetDeletedBefore(deletedAfter(ctx), atOnce));
}

/** In a channel that is closed for so long nobody waits for it; who wants it may have it fetched again. */
async function dropFiles(tx: Tx, before: number): Promise<number> {
  const old = await tx.files.keptBefore(before, atOnce);
  for (const { id, source } of old) {
    // Of what leaves with a text, its author has it at the desk.
    const isOurs = source?.attached !== undefined;
    await tx.files.update(id, isOurs ? { state: "done" } : { state: "failed", trouble: "expired" });
    await tx.files.dropBytes(id);
  }
  return old.length;
}

async function untilNone(ctx: Context, forget: (tx: Tx) => Promise<number>): Promise<void> {
  while ((await ctx.store.transaction(forget)) === atOnce);
}
