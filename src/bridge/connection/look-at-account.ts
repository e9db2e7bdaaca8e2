/** What the job of a carrier's news does. */
import { type Account, accountKey } from "../context/carrier-lines.ts";
import type { Context } from "../context/context.ts";
import { type Conclude, finished, later } from "../outbox/job-end.ts";
import { catchUpAccount } from "./catch-up-carrier.ts";
import { routeKept } from "./route-kept.ts";

/** What could not be asked stays noted, and a start asks everyone. News of which we heard during the look before wait a little. */
export async function lookAtAccount(ctx: Context, account: Account): Promise<Conclude> {
  const key = accountKey(account);
  const wait = ctx.missedTexts.lookFrom(key, ctx.now()) - ctx.now();
  if (wait > 0) return async () => later(wait);
  ctx.missedTexts.note(key);
  await catchUpAccount(ctx, account);
  ctx.missedTexts.looked(key, ctx.now());
  // Texts that were kept behind what stood there.
  await routeKept(ctx);
  return finished;
}
