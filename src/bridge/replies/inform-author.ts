import type { SlackTs, SlackUserId } from "../../domain/ids.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { inform } from "../notices/tell.ts";

/** Who wrote something this long ago is likely still looking at it. Milliseconds. */
const stillThere = 60_000;

/**
 * Tells somebody about what they wrote: there, while they are likely still looking at it, else directly, with a link to it.
 *
 * @param said goes on from "This", or "What you wrote".
 */
export async function informAuthor(
  ctx: Context,
  tx: Tx,
  author: SlackUserId,
  { place, thread }: { readonly place: Place; readonly thread: SlackTs | null },
  said: Sentence,
): Promise<void> {
  const isLate = ctx.now() - toMilliseconds(place.ts) > stillThere;
  if (isLate) await inform(ctx, tx, author, [{ link: place, label: "What you wrote" }, ...said]);
  else await inform(ctx, tx, author, ["This", ...said], { place, thread });
}
