/**
 * A text whose carrier does not wait until older ones are here: it is kept, and taken behind them (law 4). What would be kept anyway is taken
 * at once.
 */
import { lineByNumber } from "../../domain/directory.ts";
import type { Context } from "../context/context.ts";
import type { TextEvent } from "../contracts/carrier-events.ts";
import { routeText } from "../members/route-text.ts";
import { keptText } from "./keep-unrouted.ts";
import { receiveSms } from "./receive-sms.ts";

export async function keepBehindMissed(ctx: Context, carrier: string, event: TextEvent): Promise<void> {
  const isKept = await ctx.store.transaction(async (tx) => {
    const people = await tx.directories.people();
    const line = lineByNumber(people.directory, event.to);
    if (line === null || (await routeText(tx, people, line, ctx.now())) === null) return false;
    const isKnown = (await tx.messages.findByCarrierId(carrier, event.carrierMessageId)) !== null;
    if (!isKnown) await tx.arrivals.keepUnrouted(keptText(ctx, carrier, event));
    return true;
  });
  if (!isKept) await receiveSms(ctx, carrier, event);
}
