/** What answers by itself leaves in time or not at all: nobody is asked whether it should leave later. The thread says that it did not. */
import { quotedAtEnd } from "../../domain/quote.ts";
import type { Context } from "../context/context.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueLine } from "../outbox/enqueue.ts";
import { cancelMessage } from "./cancel-message.ts";

export async function giveUpAutomatic(ctx: Context, tx: Tx, message: Message): Promise<void> {
  await cancelMessage(tx, message);
  const episode = await tx.episodes.get(message.episodeId);
  if (episode === null) return;
  const sentence = `This automatic answer did not leave: ${quotedAtEnd(message.body)}`;
  await enqueueLine(tx, episode, [sentence], ctx.now());
}
