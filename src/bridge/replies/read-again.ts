/**
 * Looks at a member's message as it stands at the desk now. An edit, a deletion or a stop that no event told us of counts
 * as if one had: before a text leaves, and after a gap for what was refused or has left lately.
 */
import type { MessageId, SlackTs } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, episodeContext } from "../context/episode-context.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { inform } from "../notices/tell.ts";
import { takeDeletion } from "./delete-reply.ts";
import { takeNews } from "./take-reply.ts";

export interface Standing {
  readonly place: Place;
  readonly thread: SlackTs;
}

/** @param id the text that was made of it, if one was. Throws what the desk's history throws. */
export async function readAgain(
  ctx: Context,
  { place, thread }: Standing,
  id: MessageId | null,
): Promise<void> {
  const { losses } = ctx.connection;
  const now = await ctx.history.readReply(place, thread);
  await ctx.store.transaction(async (tx) => {
    const before = id === null ? null : await tx.messages.get(id);
    const known = await tx.replies.find(place);
    if (now === "gone") await takeDeletion(ctx, tx, { place, thread });
    else if (known !== null) await takeNews(ctx, tx, now, known);
    if (id === null) return;
    // Lost again since then: what the desk has shown may be out of date already.
    if (ctx.connection.losses === losses) await tx.messages.update(id, { reread: false });
    const after = await tx.messages.get(id);
    if (before?.state === "queued" && after?.state === "cancelled")
      await correctAnswer(ctx, tx, { place, message: after, isGone: now === "gone" });
  });
}

/** Whoever chose to send it was told that it is on its way. */
async function correctAnswer(
  ctx: Context,
  tx: Tx,
  { place, message, isGone }: { readonly place: Place; readonly message: Message; readonly isGone: boolean },
): Promise<void> {
  const chosenBy = (await tx.notices.latestAbout(place))?.chosenBy ?? null;
  const episode = await tx.episodes.get(message.episodeId);
  if (chosenBy === null || episode === null) return;
  const contact = contactLabel(await episodeContext(tx, episode));
  const why = isGone ? "its message had been deleted." : "its message was changed or stopped meanwhile.";
  await inform(ctx, tx, chosenBy, [`The text to ${contact} that you chose to send did not leave: ${why}`]);
}
