import { actQuietly } from "../contacts/act-on-opt-out.ts";
import type { Heard } from "../contacts/hear-opt-out.ts";
import type { HeardText } from "../contacts/heard-text.ts";
import type { Context } from "../context/context.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { Tx } from "../contracts/store/store.ts";

/** A text of a blocked number, kept already: it is counted, and shown to nobody. That they don't want to be texted holds all the same. */
export async function noteBlocked(
  ctx: Context,
  tx: Tx,
  conversation: Pick<Conversation, "contactId" | "address" | "inLedger">,
  said: Heard,
  text: HeardText,
): Promise<void> {
  await tx.contacts.countBlocked(conversation.contactId);
  await actQuietly(ctx, tx, conversation, said, text);
}
