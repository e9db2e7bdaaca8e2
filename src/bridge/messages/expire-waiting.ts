/** Waits for a person end after a day: the text is cancelled, and its author is told. */

import { quotedAtEnd } from "../../domain/quote.ts";
import { personDecidesWithin } from "../../domain/wait.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, episodeContext } from "../context/episode-context.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { closeNotice, remarkPrivately } from "../notices/tell.ts";
import { enqueueMarkOf } from "../outbox/enqueue.ts";
import { cancelMessage } from "./cancel-message.ts";
import { saidIn } from "./said-in.ts";

export async function expireWaiting(ctx: Context): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    const expired = await tx.messages.waitedSince(ctx.now() - personDecidesWithin);
    for (const message of expired) await giveUp(ctx, tx, message);
    await tx.notices.expireBefore(ctx.now() - personDecidesWithin);
  });
}

async function giveUp(ctx: Context, tx: Tx, message: Message): Promise<void> {
  await cancelMessage(tx, message);
  await enqueueMarkOf(tx, message, ctx.now());
  for (const notice of await tx.notices.openAboutMessage(message.id)) {
    await closeNotice(ctx, tx, notice, { state: "expired" }, [
      "Nobody decided for a day, so it was not sent.",
    ]);
  }
  const episode = message.authorUser === null ? null : await tx.episodes.get(message.episodeId);
  if (message.authorUser === null || episode === null) return;
  const contact = contactLabel(await episodeContext(tx, episode));
  const sentence = `Nobody decided for a day, so this text to ${contact} was not sent: ${quotedAtEnd(saidIn(message))}`;
  // They are not in the thread any more: what they get has to say where it was.
  const about = { episode, about: replyPlace(message), message: message.id, causedAt: message.writtenAt };
  await remarkPrivately(ctx, tx, message.authorUser, [sentence], about);
}
