import type { Context } from "../context/context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueCard } from "../outbox/enqueue.ts";

/** A conversation goes on in a new stretch: what is kept unsent is found on its card, and not on the one before. */
export async function bringDrafts(
  ctx: Pick<Context, "now">,
  tx: Tx,
  from: Episode | null,
  to: Pick<Episode, "id" | "drafts">,
): Promise<void> {
  if (from === null || from.drafts === 0) return;
  await moveDrafts(tx, from, to);
  await enqueueCard(tx, from, ctx.now());
}

/** What somebody keeps in a stretch is kept where it goes on. The caller draws the cards anew. */
export async function moveDrafts(
  tx: Tx,
  from: Pick<Episode, "id" | "drafts">,
  to: Pick<Episode, "id" | "drafts">,
): Promise<void> {
  if (from.drafts === 0) return;
  await tx.drafts.move(from.id, to.id);
  await tx.episodes.update(from.id, { drafts: 0 });
  await tx.episodes.update(to.id, { drafts: to.drafts + from.drafts });
}
