/** A text left one of our lines without us: somebody wrote it in another app of the carrier. */
import type { Context } from "../context/context.ts";
import type { ElsewhereEvent } from "../contracts/carrier-events.ts";
import { receiveReport } from "../messages/receive-report.ts";

/** Of one that we know it is news. */
export async function receiveElsewhere(ctx: Context, carrier: string, event: ElsewhereEvent): Promise<void> {
  const { carrierMessageId, state, failure } = event;
  await receiveReport(ctx, carrier, { kind: "status", carrierMessageId, messageId: null, state, failure });
}
