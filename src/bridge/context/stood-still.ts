/** Whether this process stood still since an attempt was written down: another one may have gone on with it. */
import type { Context } from "./context.ts";

/** Less than the patience of those who wait for the lead; longer than a commit takes. Milliseconds. */
const moment = 5_000;

/** @param since when its attempt was being written down. Milliseconds. */
export function stoodStill({ attemptsSettleIn, now }: Context, since: number): boolean {
  return attemptsSettleIn !== undefined && now() - since > moment;
}
