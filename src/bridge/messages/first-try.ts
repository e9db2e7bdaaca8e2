import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";

/** What a text was at first, before anybody tried it again. */
export async function firstTry(tx: Tx, message: Message): Promise<Message> {
  const before = message.retryOf === null ? null : await tx.messages.get(message.retryOf);
  return before === null ? message : await firstTry(tx, before);
}
