/** Waits for a person end after a day: the text is cancelled, and its author is told. */

import { quotedAtEnd } from "../../domain/quote.ts";
import { personDecidesWithin } from "../../domain/wait.ts";
import type { Context } from "../context/context.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { closeNotice, inform } from "../notices/tell.ts";
import { enqueueMarkOf } from "../outbox/enqueue.ts";
import { cancelMessage } from "./cancel-message.ts";

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
  if (message.authorUser === null) return;
  await inform(ctx, tx, message.authorUser, [
    `Nobody decided for a day, so this text was not sent: ${quotedAtEnd(message.body)}`,
  ]);
}
