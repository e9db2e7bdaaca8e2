/** After an absence no list goes on by itself where it was due meanwhile: its author says whether it still shall (law 3). */
import { endOfTime } from "../../domain/end-of-time.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueProgress } from "../outbox/enqueue-list.ts";

/** Its next turn, if it goes on already, is no further ahead. Milliseconds. */
const turnsAhead = 60_000;

/** @param isCopy another app has gone on with what this database thinks is due. */
export async function pauseLists(ctx: Context, tx: Tx, isCopy: boolean): Promise<void> {
  const now = ctx.now();
  for (const { id, notBefore } of await tx.lists.running()) {
    // On an older copy, one that is to begin later may have been stopped since.
    if (!isCopy && notBefore > now) continue;
    if ((await tx.lists.nextPending(id, isCopy ? endOfTime : now)) === null) continue;
    // Whoever says that it goes on says so of the time that was chosen for it as well.
    if (notBefore > now + turnsAhead && notBefore < endOfTime) await tx.lists.putOff(id, notBefore);
    await tx.lists.update(id, { notBefore: endOfTime });
    await enqueueProgress(tx, id, now);
  }
}
