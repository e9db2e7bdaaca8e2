/** Waits for a person end after a day: the text is cancelled, and its author is told. */

import { quotedAtEnd } from "../../domain/quote.ts";
import { personDecidesWithin } from "../../domain/wait.ts";
import type { Message } from "../../store/messages.ts";
import type { Tx } from "../../store/store.ts";
import type { Bridge } from "../context/context.ts";
import { closeNotice, inform } from "../notices/tell.ts";
import { oweMarkOf } from "../outbox/enqueue.ts";
import { cancelMessage } from "./cancel-message.ts";

export async function expireWaiting(bridge: Bridge): Promise<void> {
  await bridge.store.transaction(async (tx) => {
    const expired = await tx.messages.waitedSince(bridge.now() - personDecidesWithin);
    for (const message of expired) await giveUp(bridge, tx, message);
    await tx.notices.expireBefore(bridge.now() - personDecidesWithin);
  });
  bridge.wake();
}

async function giveUp(bridge: Bridge, tx: Tx, message: Message): Promise<void> {
  await cancelMessage(tx, message);
  await oweMarkOf(tx, message, bridge.now());
  for (const notice of await tx.notices.openAboutMessage(message.id)) {
    await closeNotice(bridge, tx, notice, { state: "expired" }, [
      "Nobody decided for a day, so it was not sent.",
    ]);
  }
  if (message.authorUser === null) return;
  await inform(bridge, tx, message.authorUser, [
    `Nobody decided for a day, so this text was not sent: ${quotedAtEnd(message.body)}`,
  ]);
}
