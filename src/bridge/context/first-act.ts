import type { Tx } from "../contracts/store/store.ts";
import type { Context } from "./context.ts";

/** Whether this act is told for the first time. Remembered like a delivery of the desk's, as long as those are. */
export async function isFirst(ctx: Context, tx: Tx, act: string): Promise<boolean> {
  const kept = await tx.inbox.keep({ key: act, lane: act, body: "", at: ctx.now() });
  if (kept !== null) await tx.inbox.settle(kept);
  return kept !== null;
}
