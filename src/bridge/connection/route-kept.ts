/** Texts that were kept until their line leads to somebody, or until older ones are here. */
import { setTimeout as pause } from "node:timers/promises";
import { lineByNumber } from "../../domain/directory.ts";
import type { E164 } from "../../domain/ids.ts";
import { routeOf } from "../../domain/route.ts";
import { accountKey, accountsAt, numbersOfAccount } from "../context/carrier-lines.ts";
import type { Context } from "../context/context.ts";
import type { UnroutedText } from "../contracts/store/arrivals.ts";
import type { Tx } from "../contracts/store/store.ts";
import { routeElsewhere } from "../conversations/receive-elsewhere.ts";
import { takeText } from "../conversations/receive-sms.ts";
import { noteRoute } from "../members/tell-managers.ts";
import { catchUpOwed, noteMissedText, unreadAccounts } from "./catch-up-carrier.ts";

/** So many share a transaction: there may be hundreds after an outage, and nobody else writes while that many are decided anew. */
const atOnce = 20;
/** While a carrier can't be asked for older ones, newer texts wait for it this long after they were written. Milliseconds. */
const waitForOlder = 30_000;

/**
 * Delivers texts that were kept because their number was no line, or one of nobody, or behind older ones, for each line that leads to
 * somebody now.
 *
 * @param atMost how long a look at the carriers' lists is waited for; one that takes longer goes on. Milliseconds.
 */
export async function routeKept(ctx: Context, atMost = waitForOlder): Promise<void> {
  await routeElsewhere(ctx);
  const waiting = await findWaiting(ctx);
  if (waiting.length === 0) return;
  const unread = await lookForOlder(ctx, new Set(waiting.map(({ carrier }) => carrier)), atMost);
  await deliver(ctx, waiting, (text) => !unread.has(text.to as E164) || !isNew(ctx, text));
  if (!ctx.store.lead.isShared) await lookWhetherAnyStand(ctx);
}

/** In a decision, so that none is kept between the look and what follows from it. */
async function lookWhetherAnyStand({ store, keptTexts }: Context): Promise<void> {
  await store.transaction(async (tx) => {
    if (!(await tx.arrivals.isAnyKept())) tx.afterwards(keptTexts.noteNone);
  });
}

/**
 * The same at a start, where no carrier is asked yet. What came after its list was last read may stand behind older ones on it: that waits until
 * it is read again.
 */
export async function routeKeptAtStart(ctx: Context): Promise<void> {
  await routeElsewhere(ctx);
  const waiting = await findWaiting(ctx);
  const readAt = await listsReadAt(ctx, new Set(waiting.map(({ carrier }) => carrier)));
  await deliver(
    ctx,
    waiting,
    ({ to, receivedAt }) => receivedAt < (readAt.get(to as E164) ?? Number.POSITIVE_INFINITY) - waitForOlder,
  );
  await lookWhetherAnyStand(ctx);
}

/** By line, of those carriers that have a list: all others' are kept for want of somebody alone. */
async function listsReadAt(ctx: Context, carriers: ReadonlySet<string>): Promise<ReadonlyMap<E164, number>> {
  const accounts = [...carriers]
    .filter((name) => ctx.carriers.get(name)?.catchUp !== undefined)
    .flatMap((name) => accountsAt(ctx, name));
  return await ctx.store.read(async (tx) => {
    const directory = await tx.directories.current();
    const found = new Map<E164, number>();
    for (const account of accounts) {
      const readAt = await tx.cursors.readAt(accountKey(account));
      if (readAt === null) continue;
      // The clock may have been set back since.
      const at = Math.min(readAt, ctx.now());
      for (const number of numbersOfAccount(ctx, directory, account)) found.set(number, at);
    }
    return found;
  });
}

async function findWaiting(ctx: Context): Promise<readonly Waiting[]> {
  return await ctx.store.read(async (tx) => {
    const people = await tx.directories.people();
    const { lines } = people.directory;
    const routed = lines.filter((line) => routeOf(people, line) !== null);
    const kept = await tx.arrivals.keptFor(routed.map((line) => line.number));
    const found: Waiting[] = [];
    // What is kept from here on may stand behind some that the look does not find yet.
    for (const { number, carrier } of routed)
      if (kept.includes(number)) found.push({ number, carrier, texts: await tx.arrivals.unroutedTo(number) });
    return found;
  });
}

async function deliver(
  ctx: Context,
  waiting: readonly Waiting[],
  isReady: (text: UnroutedText) => boolean,
): Promise<void> {
  let routed = 0;
  for (const { number, texts } of waiting) {
    const ready = texts.filter(isReady);
    for (let next = 0; next < ready.length; next += atOnce)
      routed += await ctx.store.transaction((tx) => route(ctx, tx, number, ready.slice(next, next + atOnce)));
  }
  if (routed === 0) return;
  ctx.count("texts_received", routed);
  ctx.log.info({ texts: routed }, "texts that were kept are delivered");
}

interface Waiting {
  readonly number: E164;
  readonly carrier: string;
  /** Oldest first. */
  readonly texts: readonly UnroutedText[];
}

/** What was missed before them comes first (law 4). @returns the lines whose carrier could not be asked for it, or not in time. */
async function lookForOlder(
  ctx: Context,
  carriers: ReadonlySet<string>,
  atMost: number,
): Promise<ReadonlySet<E164>> {
  const looks = Promise.all(
    [...carriers].map((carrier) => {
      // By others, and they alone know that it was.
      if (ctx.store.lead.isShared) noteMissedText(ctx, carrier);
      return catchUpOwed(ctx, carrier);
    }),
  );
  const done = new AbortController();
  const late = pause(atMost, null, { signal: done.signal, ref: false }).catch(() => {});
  await Promise.race([looks, late]);
  done.abort();
  const unread = [...carriers].flatMap((carrier) => unreadAccounts(ctx, carrier));
  if (unread.length === 0) return new Set();
  const directory = await ctx.store.read((tx) => tx.directories.current());
  return new Set(unread.flatMap((account) => numbersOfAccount(ctx, directory, account)));
}

/** Of a clock that is an hour ahead nobody waits an hour. */
function isNew({ now }: Pick<Context, "now">, { receivedAt }: UnroutedText): boolean {
  return Math.abs(now() - receivedAt) < waitForOlder;
}

/** That it led to nobody is news when it happens again. */
async function noteRouted(tx: Tx, number: E164): Promise<void> {
  const line = lineByNumber(await tx.directories.current(), number);
  if (line !== null) await noteRoute(tx, line);
}

/** One that was delivered or erased meanwhile is known, and only taken away. */
async function route(ctx: Context, tx: Tx, number: E164, texts: readonly UnroutedText[]): Promise<number> {
  await noteRouted(tx, number);
  let routed = 0;
  for (const { carrier, receivedAt, ...text } of texts) {
    const receipt = await takeText(ctx, tx, carrier, {
      kind: "text",
      ...text,
      receivedAt: new Date(receivedAt),
    });
    if (receipt === "unrouted") continue;
    await tx.arrivals.dropUnrouted(carrier, text.carrierMessageId);
    routed += receipt === "new" ? 1 : 0;
  }
  return routed;
}
