/** It is night where its contact is: it leaves once the day begins there. */

import { lineByNumber } from "../../domain/directory.ts";
import type { Context } from "../context/context.ts";
import { fromLine } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { quietAt } from "../messages/quiet-facts.ts";
import type { Choosing, Decision } from "../notices/choosing.ts";
import { sendAt } from "./send-waiting.ts";

export async function sendLater(ctx: Context, tx: Tx, choosing: Choosing): Promise<Decision> {
  const { around, message } = choosing;
  const line = message === null ? around.line : lineByNumber(around.directory, message.line);
  const quiet = quietAt(ctx, await fromLine(tx, around, line), ctx.now());
  // The day may have begun before this was pressed.
  return await sendAt(ctx, tx, choosing, quiet?.next ?? null);
}
