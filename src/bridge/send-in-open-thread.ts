/** A text was written in a thread that is not the conversation's any more: it is sent, and shown, where the conversation goes on. */
import type { Episode } from "../store/episodes.ts";
import type { Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";
import type { Choosing, Decision } from "./choosing.ts";
import { oweLine } from "./owe.ts";
import { sceneOf } from "./scene.ts";
import { mayTextIn, onlyMembers, sendWaiting } from "./send-waiting.ts";

export async function sendInOpenThread(bridge: Bridge, tx: Tx, choosing: Choosing): Promise<Decision> {
  const { scene, message, member, user } = choosing;
  if (!mayTextIn(scene, member)) return onlyMembers(scene);
  const open = await tx.episodes.findOpen(scene.conversation.id);
  if (open === null) {
    return {
      sentence: ["The conversation was resolved meanwhile. Reopen it, then write there."],
      decided: false,
    };
  }
  if (message !== null && open.id !== message.episodeId)
    await tx.messages.update(message.id, { episodeId: open.id });
  const moved = message === null ? null : { ...message, episodeId: open.id };
  const decision = await sendWaiting(bridge, tx, {
    ...choosing,
    scene: await sceneOf(tx, open),
    message: moved,
  });
  const sent = moved === null ? null : await tx.messages.get(moved.id);
  if (sent?.state === "queued") await showThere(bridge, tx, open, user, sent.body);
  return decision;
}

/** The mention makes Slack let its author follow the thread. */
async function showThere(
  bridge: Bridge,
  tx: Tx,
  open: Episode,
  user: Choosing["user"],
  body: string,
): Promise<void> {
  await oweLine(tx, open, [{ mention: user }, ` wrote, from an earlier thread: “${body}”`], bridge.now());
}
