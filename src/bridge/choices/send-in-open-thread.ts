/** A text was written in a thread that is not the conversation's any more: it is sent, and shown, where the conversation goes on. */
import type { Context } from "../context/context.ts";
import { accessOf, episodeContext } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { whereItGoesOn } from "../messages/open-again.ts";
import { type Choosing, type Decision, undecided } from "../notices/choosing.ts";
import { onlyMembers, sendWaiting } from "./send-waiting.ts";

export async function sendInOpenThread(ctx: Context, tx: Tx, choosing: Choosing): Promise<Decision> {
  const { around, message, member } = choosing;
  if (!accessOf(ctx, around, member).reply) return onlyMembers(around);
  const open = await whereItGoesOn(tx, around.conversation.id);
  if (open === null) {
    return undecided("The conversation was resolved meanwhile. Reopen it, then write there.");
  }
  if (message !== null && open.id !== message.episodeId)
    await tx.messages.update(message.id, { episodeId: open.id });
  const moved = message === null ? null : { ...message, episodeId: open.id };
  return await sendWaiting(ctx, tx, { ...choosing, around: await episodeContext(tx, open), message: moved });
}
