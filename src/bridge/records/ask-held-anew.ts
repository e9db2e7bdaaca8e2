/**
 * At a start: another CRM is in use than the one about whose records somebody was asked. What never came to stand in that one goes to this one,
 * which may know whom it is logged on, or asks anew.
 */
import type { Context } from "../context/context.ts";
import type { LogRecord } from "../contracts/store/records.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueLog } from "../outbox/log-kinds.ts";
import { changeCrm } from "./change-crm.ts";
import { drawCardOf } from "./hold-record.ts";

/** What somebody deleted there is logged here, too, only when they ask for it. */
const asked = ["contact", "association", "uncertain", "rejected"] as const;
const atOnce = 100;

export async function askHeldAnew(ctx: Context): Promise<void> {
  const held = (tx: Tx) => tx.records.heldElsewhere(ctx.crm.name, asked, atOnce);
  while ((await ctx.store.read(held)).length > 0)
    await ctx.store.transaction(async (tx) => {
      for (const record of await held(tx)) await askAnew(ctx, tx, record);
    });
}

async function askAnew(ctx: Context, tx: Tx, record: LogRecord): Promise<void> {
  const { id, hold, wanted, written } = record;
  // It stands where it was logged: only what it was to belong to there is asked no more.
  if (hold === "association" && wanted <= written)
    await tx.records.update(id, { hold: null, reason: null, askedAt: null });
  else {
    await changeCrm(ctx, tx, record);
    await enqueueLog(tx, id, ctx.now(), ctx.now());
  }
  await drawCardOf(ctx, tx, record, "soon");
}
