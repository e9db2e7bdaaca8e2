/** A text leaves that was written elsewhere: it is shown where its conversation goes on. */
import type { SlackUserId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueLine } from "../outbox/enqueue.ts";

/** The mention makes Slack let whoever sent it follow the thread. */
export async function showThere(
  ctx: Context,
  tx: Tx,
  open: Episode,
  user: SlackUserId,
  body: string,
): Promise<void> {
  await enqueueLine(tx, open, [{ mention: user }, ` wrote, from an earlier thread: “${body}”`], ctx.now());
}
