import type { Tx } from "../contracts/store/store.ts";
import type { Context } from "./context.ts";

/** Whether an act of somebody's is told for the first time: remembered like a delivery of the desk's, as long as those are. */
export async function isFirstAct(ctx: Pick<Context, "now">, tx: Tx, act: string): Promise<boolean> {
  const kept = await tx.inbox.keep({ key: act, lane: act, body: "", at: ctx.now() });
  if (kept !== null) await tx.inbox.settle(kept);
  return kept !== null;
}
