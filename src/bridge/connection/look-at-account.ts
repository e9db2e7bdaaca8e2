/** What the job of a carrier's news does. */
import { type Account, accountKey } from "../context/carrier-lines.ts";
import type { Context } from "../context/context.ts";
import { type Conclude, finished } from "../outbox/job-end.ts";
import { catchUpAccount } from "./catch-up-carrier.ts";

/** What could not be asked stays noted, and a start asks everyone. */
export async function lookAtAccount(ctx: Context, account: Account): Promise<Conclude> {
  ctx.missedTexts.note(accountKey(account));
  await catchUpAccount(ctx, account);
  return finished;
}
