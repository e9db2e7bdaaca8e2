/** A text to a number that is no line, or to a line that leads to nobody: it is kept until it does. */
import type { Line } from "../../domain/directory.ts";
import { hearUnrouted } from "../contacts/act-on-opt-out.ts";
import type { Context } from "../context/context.ts";
import type { TextEvent } from "../contracts/carrier-events.ts";
import type { Tx } from "../contracts/store/store.ts";
import { tellOfNoRoute } from "../members/tell-managers.ts";

/** @param line null for a number that is none. */
export async function keepUnrouted(
  ctx: Context,
  tx: Tx,
  carrier: string,
  event: TextEvent,
  line: Line | null,
): Promise<"unrouted" | "repeat"> {
  const receivedAt = event.receivedAt?.getTime() ?? ctx.now();
  const { carrierMessageId, to, from, body, media } = event;
  const isNew = await tx.arrivals.keepUnrouted({
    carrier,
    carrierMessageId,
    to,
    from,
    body,
    media,
    receivedAt,
  });
  if (line !== null) {
    if ((await tx.contacts.blockedOne({ address: from })) === null) await tellOfNoRoute(ctx, tx, line);
    if (isNew) await hearUnrouted(ctx, tx, event, line, Math.min(ctx.now(), receivedAt));
  }
  return isNew ? "unrouted" : "repeat";
}
