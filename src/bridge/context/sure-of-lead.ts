/** What can't be taken back is begun only by whoever has the lead: who stood still meanwhile asks once more, since another one may have gone on with it. */
import type { Context } from "./context.ts";

/** Longer than a commit takes, shorter than it takes until another one has the lead and asks a person. Milliseconds. */
const moment = 5_000;

/**
 * Right before a call that must not be made twice. Nothing is asked where a moment ago is known.
 * @param since when an attempt was being written down under the lead; null: nothing was. Milliseconds.
 * @throws AppError `lead` where another one has it: what was begun is settled by that one.
 */
export async function makeSureOfLead(
  { store, now }: Pick<Context, "store" | "now">,
  since: number | null,
): Promise<void> {
  if (!store.lead.isShared) return;
  for (let known = since; known === null || now() - known > moment; ) {
    known = now();
    await store.transaction(async () => {});
  }
}
