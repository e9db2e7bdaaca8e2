/** A text did not reach the phone: said in words in the thread, to its author, with Try again. */

import { quotedAtEnd } from "../../domain/quote.ts";
import type { Message } from "../../store/messages.ts";
import type { Tx } from "../../store/store.ts";
import type { Context } from "../context/context.ts";
import { replyPlace } from "../context/reply-place.ts";
import { tellInThread } from "../notices/tell.ts";

export async function tellOfFailure(ctx: Context, tx: Tx, message: Message, why: string): Promise<void> {
  const episode = await tx.episodes.get(message.episodeId);
  if (episode === null) return;
  const author = message.authorUser === null ? [] : [{ mention: message.authorUser }, " "];
  const what = message.retryOf === null ? "This text was not delivered" : "This time it was not delivered";
  await tellInThread(ctx, tx, {
    episode,
    about: replyPlace(message),
    message: message.id,
    sentence: [...author, `${what}: ${quotedAtEnd(message.body)} ${why}`],
    choices: ["try_again"],
    causedAt: ctx.now(),
  });
}

/** Nobody can say whether a text left: its author decides. */
export async function tellOfDoubt(ctx: Context, tx: Tx, message: Message): Promise<void> {
  const episode = await tx.episodes.get(message.episodeId);
  if (episode === null) return;
  const author = message.authorUser === null ? [] : [{ mention: message.authorUser }, " "];
  await tellInThread(ctx, tx, {
    episode,
    about: replyPlace(message),
    message: message.id,
    sentence: [
      ...author,
      `It is not known whether this text left: ${quotedAtEnd(message.body)} The answer of the phone company was lost. Trying again may send it twice.`,
    ],
    choices: ["try_again", "discard"],
    causedAt: ctx.now(),
  });
}
