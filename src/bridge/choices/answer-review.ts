/** Somebody says whether a contact wants no more texts. */
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { optOut } from "../messages/opt-out.ts";
import type { ReviewPayload } from "../messages/opt-out-review.ts";
import { releaseReviewed } from "../messages/release-reviewed.ts";
import { type Choosing, type Decision, did } from "../notices/choosing.ts";
import { enqueueCard } from "../outbox/enqueue.ts";

export async function takeAsOptOut(
  ctx: Context,
  tx: Tx,
  choosing: Choosing,
  { words: evidence }: ReviewPayload,
): Promise<Decision> {
  const { around, member, message } = choosing;
  await endReview(tx, choosing);
  const line = message?.line ?? around.line?.number ?? null;
  await optOut(ctx, tx, withoutReview(choosing), {
    source: "review",
    by: member.username,
    at: ctx.now(),
    evidence,
    messageId: message?.id ?? null,
    line,
  });
  return did("opted them out", "Nothing is sent to them any more.");
}

export async function keepTexting(ctx: Context, tx: Tx, choosing: Choosing): Promise<Decision> {
  const { contactId } = choosing.around.conversation;
  await endReview(tx, choosing);
  await releaseReviewed(ctx, tx, contactId);
  for (const episode of await tx.episodes.openWith(contactId)) await enqueueCard(tx, episode, ctx.now());
  return did("chose to keep texting them", "They can be texted on.");
}

async function endReview(tx: Tx, { around, notice }: Choosing): Promise<void> {
  const { contactId, review } = around.conversation;
  if (review === notice.id) await tx.contacts.setReview(contactId, null);
}

function withoutReview({ around }: Choosing): Choosing["around"] {
  return { ...around, conversation: { ...around.conversation, review: null } };
}
