/** A contact is texted on: what waited for that is judged again, with all that it was said yes to before. */
import type { ContactId, SlackUserId } from "../../domain/ids.ts";
import { isBegun } from "../../domain/origin.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { episodeContext } from "../context/episode-context.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { closeNotice } from "../notices/tell.ts";
import { enqueueMarkOf } from "../outbox/enqueue.ts";
import { cancelMessage } from "./cancel-message.ts";
import { draftAgain, typedDraft } from "./draft.ts";
import { fromItsLine } from "./from-its-line.ts";
import { isLate } from "./lateness.ts";
import { readBeforeLeaving } from "./read-before-leaving.ts";
import { writeText } from "./write-text.ts";

/** In the order in which they were written (law 4). */
export async function releaseReviewed(ctx: Context, tx: Tx, contact: ContactId): Promise<void> {
  for (const message of await tx.messages.unsentTo(contact))
    if (message.waitReason === "review") await release(ctx, tx, message, ["They are texted on."]);
}

/** What it waited for is no more, and nobody need say anything: it is judged again. */
export async function release(ctx: Context, tx: Tx, message: Message, why: Sentence): Promise<void> {
  for (const notice of await tx.notices.openAboutMessage(message.id))
    await closeNotice(ctx, tx, notice, { state: "expired" }, why);
  const place = replyPlace(message);
  const reply = place && (await tx.replies.find(place));
  const episode = await tx.episodes.get(message.episodeId);
  if (episode !== null && message.authorUser !== null && (isBegun(message.origin) || reply?.byUs))
    return await releaseBegun(ctx, tx, episode, message, message.authorUser);
  if (reply === null || reply.deletedAt !== null || episode === null || message.authorUser === null) {
    await cancelMessage(tx, message);
    await enqueueMarkOf(tx, message, ctx.now());
    return;
  }
  const found = reply.thread && (await tx.episodes.atThread(reply.channel, reply.thread));
  const draft = typedDraft(
    await episodeContext(tx, episode),
    { ...reply, author: message.authorUser },
    {
      thread: found?.thread.state ?? "current",
      writtenAt: message.writtenAt,
      tooLate: isLate(ctx, message) ? "late" : false,
      agreed: new Set(message.agreed),
      message,
    },
  );
  const { verdict } = await writeText(ctx, tx, draft);
  // It may have waited for long: an edit or a deletion that we did not hear must not be missed.
  if (verdict.kind === "text") await readBeforeLeaving(tx, message);
}

/** What was begun leaves from the line that it was begun for. */
async function releaseBegun(
  ctx: Context,
  tx: Tx,
  episode: Episode,
  message: Message,
  author: SlackUserId,
): Promise<void> {
  const around = await episodeContext(tx, episode);
  const from = await fromItsLine(tx, around, message);
  const { writtenAt } = message;
  const draft = draftAgain(from, message, { author, writtenAt, agreed: new Set(message.agreed) });
  await writeText(ctx, tx, { ...draft, tooLate: isLate(ctx, message) ? "late" : false });
}
