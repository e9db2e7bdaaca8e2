/** Something that a record was to belong to is not in the CRM any more: it is written without, and somebody is asked. */
import { keepsBack } from "../../domain/record.ts";
import type { Context } from "../context/context.ts";
import type { AssociationGone } from "../contracts/crm.ts";
import type { LogRecord } from "../contracts/store/records.ts";
import { drawCardOf } from "./hold-record.ts";

export async function dropAssociations(
  ctx: Context,
  { id, askedAt }: LogRecord,
  { kinds, sentence }: Pick<AssociationGone, "kinds" | "sentence">,
): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    const now = await tx.records.get(id);
    // Somebody decided something else meanwhile: that is tried first.
    if (now === null || keepsBack(now.hold) || now.askedAt !== askedAt) return;
    const known = Object.entries(now.additions.associations ?? {});
    const associations = Object.fromEntries(known.filter(([kind]) => !kinds.includes(kind)));
    const additions = { ...now.additions, associations };
    await tx.records.update(id, { additions, hold: "association", reason: sentence });
    await drawCardOf(ctx, tx, now, "now");
  });
}
