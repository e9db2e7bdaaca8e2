import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { dropFiles } from "../files/drop-files.ts";
import { withdrawSend } from "../outbox/enqueue.ts";
import { noWait } from "./waits.ts";

/** Takes a text that has not left out of everything that would send it. Where it was another try, the one before is what became of its message. */
export async function cancelMessage(tx: Tx, message: Message): Promise<void> {
  if (message.state !== "waiting" && message.state !== "queued") return;
  await withdrawSend(tx, message);
  await tx.messages.update(message.id, { state: "cancelled", ...noWait });
  await dropFiles(tx, message);
  const { retryOf, replyChannel: channel, replyTs: ts } = message;
  if (retryOf !== null && channel !== null && ts !== null)
    await tx.replies.update({ channel, ts }, { messageId: retryOf });
}
