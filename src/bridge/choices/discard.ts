/** It shall not be sent. */
import type { Context } from "../context/context.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { Tx } from "../contracts/store/store.ts";
import { areFetched, dropFiles } from "../files/drop-files.ts";
import { cancelMessage } from "../messages/cancel-message.ts";
import { type Choosing, type Decision, did } from "../notices/choosing.ts";
import { enqueueMark, enqueueMarkOf } from "../outbox/enqueue.ts";

export async function discard(ctx: Context, tx: Tx, { message, notice }: Choosing): Promise<Decision> {
  const about = replyPlace(notice);
  if (message !== null) {
    await cancelMessage(tx, message);
    // Should it have left, it arrives whole.
    if (message.state === "unknown" && !areFetched(ctx, message)) await dropFiles(tx, message);
    await enqueueMarkOf(tx, message, ctx.now());
  } else if (about !== null) await enqueueMark(tx, about, ctx.now());
  return message?.state === "unknown"
    ? did("left it as it is", "Left as it is. It will not be sent again.")
    : did("discarded it", "Discarded. It will not be sent.");
}
