/** A text was written in a thread that is not the conversation's any more: it is sent, and shown, where the conversation goes on. */
import type { Tx } from "../../store/store.ts";
import type { Bridge } from "../context/context.ts";
import { sceneOf } from "../context/episode-context.ts";
import { type Choosing, type Decision, undecided } from "../notices/choosing.ts";
import { mayTextIn, onlyMembers, sendWaiting } from "./send-waiting.ts";

export async function sendInOpenThread(bridge: Bridge, tx: Tx, choosing: Choosing): Promise<Decision> {
  const { scene, message, member } = choosing;
  if (!mayTextIn(scene, member)) return onlyMembers(scene);
  const open = await tx.episodes.findOpen(scene.conversation.id);
  if (open === null) {
    return undecided("The conversation was resolved meanwhile. Reopen it, then write there.");
  }
  if (message !== null && open.id !== message.episodeId)
    await tx.messages.update(message.id, { episodeId: open.id });
  const moved = message === null ? null : { ...message, episodeId: open.id };
  return await sendWaiting(bridge, tx, { ...choosing, scene: await sceneOf(tx, open), message: moved });
}
