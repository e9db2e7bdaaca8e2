/** What can't be taken back is begun only by whoever has the lead: who stood still meanwhile asks once more, since another one may have gone on with it. */
import { AppError } from "../../domain/errors.ts";
import type { Lead } from "../contracts/store/store.ts";
import type { Context } from "./context.ts";

/**
 * Longer than a commit takes, and shorter than it takes until another one has the lead, whose first texts ours must not reach a phone after:
 * the last sign of life may be older than what we know by a quarter of the patience. Milliseconds.
 */
function momentOf({ patience }: Lead): number {
  return Math.min(5_000, patience / 2);
}

/** A disk that is slower than a moment each time holds nobody up for ever: who stands still does not do so again and again. */
const mostly = 5;

/**
 * Right before a call that must not be made twice. Nothing is asked where it was so a moment ago.
 * @param since when an attempt was being written down under the lead; null: nothing was. Milliseconds.
 * @throws AppError `lead` where another one has it: what was begun is settled by that one.
 */
export async function makeSureOfLead(
  { store, now }: Pick<Context, "store" | "now">,
  since: number | null,
): Promise<void> {
  if (!store.lead.isShared) return;
  if (store.lead.isLost()) throw new AppError("lead", "Another instance may have taken over the work.");
  const moment = momentOf(store.lead);
  let known = since;
  for (let asked = 0; asked < mostly && (known === null || now() - known > moment); asked += 1) {
    known = now();
    await store.transaction(async () => {});
  }
}
