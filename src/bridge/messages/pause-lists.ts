/** After an absence no list goes on by itself where it was due meanwhile: its author says whether it still shall (law 3). */
import { endOfTime } from "../../domain/end-of-time.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueProgress } from "../outbox/enqueue-list.ts";

export async function pauseLists(ctx: Context, tx: Tx): Promise<void> {
  const now = ctx.now();
  for (const { id, notBefore } of await tx.lists.running()) {
    if (notBefore > now || (await tx.lists.nextPending(id, now)) === null) continue;
    await tx.lists.update(id, { notBefore: endOfTime });
    await enqueueProgress(tx, id, now);
  }
}
