/** A text to a number that is no line, or to a line that leads to nobody: it is kept until it does. */
import type { Line } from "../../domain/directory.ts";
import { hearUnrouted } from "../contacts/act-on-opt-out.ts";
import type { Context } from "../context/context.ts";
import type { TextEvent } from "../contracts/carrier-events.ts";
import type { UnroutedText } from "../contracts/store/arrivals.ts";
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
  const text = keptText(ctx, carrier, event);
  const isNew = await tx.arrivals.keepUnrouted(text);
  tx.afterwards(ctx.keptTexts.note);
  if (line !== null) {
    if ((await tx.contacts.blockedOne({ address: text.from })) === null) await tellOfNoRoute(ctx, tx, line);
    if (isNew) await hearUnrouted(ctx, tx, event, line, Math.min(ctx.now(), text.receivedAt));
  }
  return isNew ? "unrouted" : "repeat";
}

export function keptText(
  ctx: Context,
  carrier: string,
  { carrierMessageId, to, from, others = [], body, media, receivedAt }: TextEvent,
): UnroutedText {
  const at = receivedAt?.getTime() ?? ctx.now();
  return { carrier, carrierMessageId, to, from, others, body, media, receivedAt: at };
}
