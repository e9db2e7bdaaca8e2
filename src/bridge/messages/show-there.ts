/** A text leaves that was written elsewhere: it is shown where its conversation goes on. */
import type { SlackUserId } from "../../domain/ids.ts";
import type { Episode } from "../../store/episodes.ts";
import type { Tx } from "../../store/store.ts";
import type { Bridge } from "../context/context.ts";
import { oweLine } from "../outbox/enqueue.ts";

/** The mention makes Slack let whoever sent it follow the thread. */
export async function showThere(
  bridge: Bridge,
  tx: Tx,
  open: Episode,
  user: SlackUserId,
  body: string,
): Promise<void> {
  await oweLine(tx, open, [{ mention: user }, ` wrote, from an earlier thread: “${body}”`], bridge.now());
}
