/** A template was used once a text that was filled from it has left: one text counts once, however often it was tried. */
import type { Context } from "../context/context.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { firstTry } from "./first-try.ts";

/** A list's texts are one use, which is counted where it starts. */
export async function noteTemplateUse(ctx: Context, tx: Tx, message: Message): Promise<void> {
  const { templateId, author, listId, sendingAt } = message;
  if (templateId === null || author === null || listId !== null) return;
  if (await leftBefore(tx, message)) return;
  await tx.templates.noteUse(templateId, author, sendingAt ?? ctx.now());
}

/** Whether the carrier took another try of it, or it is counted elsewhere: it was one of a list. */
async function leftBefore(tx: Tx, message: Message): Promise<boolean> {
  const first = await firstTry(tx, message);
  const tries = [first, ...(await tx.messages.retriesOf(first.id))];
  return (
    first.listId !== null ||
    tries.some(({ id, carrierMessageId }) => id !== message.id && carrierMessageId !== null)
  );
}
