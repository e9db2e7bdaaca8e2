import { changedBy } from "../contacts/opt-outs.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";

/** A text of a blocked number, kept already: it is counted, and shown to nobody. That they don't want to be texted holds all the same. */
export async function noteBlocked(
  tx: Tx,
  conversation: Conversation,
  text: Pick<Message, "body" | "writtenAt">,
): Promise<void> {
  await tx.contacts.countBlocked(conversation.contactId);
  const word = changedBy(conversation, text);
  if (word !== null)
    await tx.conversations.setOptedOut(conversation.id, word === "stop" ? text.writtenAt : null);
}
