/** Somebody wants a record written that the CRM rejected, may have lost, or that was deleted there. */
import type { Context } from "../context/context.ts";
import { type Outcome, says } from "../context/outcome.ts";
import { releaseRecord } from "./hold-record.ts";
import { type RecordPress, whoChooses } from "./who-chooses.ts";

export async function tryLogAgain(ctx: Context, press: RecordPress): Promise<Outcome> {
  return await ctx.store.transaction(async (tx) => {
    const allowed = await whoChooses(tx, press);
    if ("refusal" in allowed) return says(allowed.refusal);
    const { record } = allowed;
    const { title } = ctx.crm;
    if (record.hold === null) return says(`It is being logged to ${title} already: the card shows it.`);
    if (record.hold === "contact") return says("It waits for a contact: press Choose contact on the card.");
    await releaseRecord(ctx, tx, record);
    return says(`It is tried again with ${title}. The card shows how it went.`);
  });
}
