/**
 * A text whose carrier does not wait until older ones are here, or that came to an instance that can't know of those that others missed: it
 * is kept, and taken behind them (law 4). What would be kept anyway is taken at once.
 */
import { lineByNumber } from "../../domain/directory.ts";
import type { E164 } from "../../domain/ids.ts";
import { accountKey, accountsAt } from "../context/carrier-lines.ts";
import type { Context } from "../context/context.ts";
import type { TextEvent } from "../contracts/carrier-events.ts";
import { routeText } from "../members/route-text.ts";
import { isLookOwed } from "../outbox/look-kind.ts";
import { keptText } from "./keep-unrouted.ts";
import { receiveSms } from "./receive-sms.ts";

/** Whether another instance has kept older ones of its line, or has asked whoever leads to look for those that were missed. */
export async function isBehindKept(ctx: Context, carrier: string, event: TextEvent): Promise<boolean> {
  if (!ctx.store.lead.isShared) return false;
  const account = { carrier, ...(event.login === undefined ? {} : { login: event.login }) };
  return await ctx.store.read(
    async (tx) =>
      (await isLookOwed(tx, account)) || (await tx.arrivals.keptFor([event.to as string as E164])).length > 0,
  );
}

/** Its account's list is read first, by whoever has the lead: also where its news get lost. */
export async function keepBehindList(ctx: Context, carrier: string, event: TextEvent): Promise<void> {
  for (const account of accountsAt(ctx, carrier, event.login)) ctx.missedTexts.note(accountKey(account));
  await keepBehindMissed(ctx, carrier, event);
}

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
