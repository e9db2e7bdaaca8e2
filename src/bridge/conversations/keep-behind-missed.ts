/**
 * A text that came before older ones are here, or to an instance that can't know of those that others missed: it is kept, and taken behind them
 * (law 4). What would be kept anyway is taken at once.
 */
import { type Line, lineByNumber } from "../../domain/directory.ts";
import type { E164 } from "../../domain/ids.ts";
import { optOutMeaning } from "../../domain/opt-out.ts";
import { hearUnrouted } from "../contacts/act-on-opt-out.ts";
import { wasErased } from "../contacts/erased-text.ts";
import { accountKey, accountsAt } from "../context/carrier-lines.ts";
import type { Context } from "../context/context.ts";
import { linesOf } from "../context/episode-context.ts";
import type { TextEvent } from "../contracts/carrier-events.ts";
import type { Tx } from "../contracts/store/store.ts";
import { routeText } from "../members/route-text.ts";
import { isLookOwed } from "../outbox/look-kind.ts";
import { keptText } from "./keep-unrouted.ts";
import { receiveSms } from "./receive-sms.ts";

/**
 * Whether older ones of its line are kept, or may stand on a list that could not be read, or another instance has asked whoever leads to look
 * for those that were missed.
 */
export async function isBehindKept(ctx: Context, carrier: string, event: TextEvent): Promise<boolean> {
  const { isShared } = ctx.store.lead;
  // Nobody could say which were missed.
  if (!isShared && ctx.carriers.get(carrier)?.catchUp === undefined) return false;
  const accounts = accountsAt(ctx, carrier, event.login);
  if (accounts.some((account) => ctx.missedTexts.isUnread(accountKey(account)))) return true;
  const areKept = async (tx: Tx) => (await tx.arrivals.keptFor([event.to as string as E164])).length > 0;
  if (!isShared) return ctx.keptTexts.mayStand && (await ctx.store.read(areKept));
  const account = { carrier, ...(event.login === undefined ? {} : { login: event.login }) };
  return await ctx.store.read(async (tx) => (await isLookOwed(tx, account)) || (await areKept(tx)));
}

export async function keepBehindMissed(ctx: Context, carrier: string, event: TextEvent): Promise<void> {
  // Its account's list is read first, by whoever has the lead: also where its news get lost.
  if (event.isPerhapsListed)
    for (const account of accountsAt(ctx, carrier, event.login))
      ctx.missedTexts.noteTold(accountKey(account), ctx.now());
  const isKept = await ctx.store.transaction(async (tx) => {
    const people = await tx.directories.people();
    const line = lineByNumber(people.directory, event.to);
    const route = line && (await routeText(tx, people, line, ctx.now()));
    if (line === null || route === null) return false;
    const isKnown = (await tx.messages.findByCarrierId(carrier, event.carrierMessageId)) !== null;
    const answersFrom = linesOf(people.directory, route.owner, route.party).line;
    if (!isKnown) await keep(ctx, tx, carrier, event, { line, answersFrom });
    return true;
  });
  if (!isKept) await receiveSms(ctx, carrier, event);
}

/**
 * From a stop on nothing leaves, although it is shown later. So it is with the carrier's word for it, which is not kept with it, where we
 * would not read the same in it.
 */
async function keep(
  ctx: Context,
  tx: Tx,
  carrier: string,
  event: TextEvent,
  { line, answersFrom }: { readonly line: Line; readonly answersFrom: Line | null },
): Promise<void> {
  const text = keptText(ctx, carrier, event);
  const isNew = await tx.arrivals.keepUnrouted(text);
  tx.afterwards(ctx.keptTexts.note);
  const read = optOutMeaning(event.body, false);
  const meaning = event.word ?? read;
  if (!isNew || (meaning === read && meaning !== "stop")) return;
  if (await wasErased(tx, carrier, event.carrierMessageId)) return;
  await hearUnrouted(ctx, tx, event, line, Math.min(ctx.now(), text.receivedAt), { answersFrom });
}
