/** Somebody wants a file once more that could not be shown. */
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { Troubled } from "../files/file-notice.ts";
import { type Choosing, type Decision, decided, did } from "../notices/choosing.ts";
import { enqueueFetch } from "../outbox/enqueue.ts";

export async function fetchAgain(
  ctx: Context,
  tx: Tx,
  _: Choosing,
  { files: wanted }: Troubled,
): Promise<Decision> {
  let missing = 0;
  for (const id of wanted) {
    const file = await tx.files.get(id);
    if (file === null || (file.state !== "failed" && file.state !== "owed")) continue;
    missing += 1;
    // Already said to be late: nothing that comes behind it waits for it again.
    await tx.files.update(id, { state: "owed", trouble: "slow" });
    await enqueueFetch(tx, id, ctx.now());
  }
  if (missing === 0) return decided("It has come meanwhile.");
  return did("tried again", "Trying again: what can be had comes into this thread.");
}
