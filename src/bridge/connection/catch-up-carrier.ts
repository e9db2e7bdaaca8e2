/** Asks each carrier what came since we last knew: it tries a webhook only once more, and then never again. */
import { CarrierError } from "../../domain/errors.ts";
import type { CarrierCursor, LoginName } from "../../domain/ids.ts";
import { usesLogin } from "../../domain/whose-login.ts";
import { type Account, accountKey, accountsAt, linesOfAccount } from "../context/carrier-lines.ts";
import type { Context } from "../context/context.ts";
import type { CatchUpFrom, CaughtUp } from "../contracts/carrier.ts";
import type { CarrierEvent } from "../contracts/carrier-events.ts";
import { enqueueLook } from "../outbox/look-kind.ts";
import { takeIn } from "./take-in.ts";

/** Texts that left this long ago and were not settled since are still asked about: a phone may be off for days. Milliseconds. */
const reach = 72 * 60 * 60_000;
/** How often they are. Milliseconds. */
const lookBackEvery = 10 * 60_000;

/** So many share a commit; the disk costs the same for one. */
const reportsAtOnce = 200;

/** What of a look fails, each logged on its own. */
const [asked, kept] = [" asked", " kept"];

/** At the start of a process: nobody knows what was missed before, so all of it is. */
export async function catchUpCarriers(ctx: Context): Promise<void> {
  for (const name of ctx.carriers.keys()) noteMissedText(ctx, name);
  await Promise.all([...ctx.carriers.keys()].map((name) => catchUpOwed(ctx, name)));
}

/** A webhook of theirs could not be acknowledged: what it told of stands in their list, and they may not tell it again. */
export function noteMissedText(ctx: Context, name: string): void {
  for (const account of accountsAt(ctx, name)) ctx.missedTexts.note(accountKey(account));
}

/**
 * What is known to be missed, before anything newer of this carrier is taken (law 4), and as a tick. Null where nothing is. Without the
 * lead it is only passed on to whoever has it.
 * @param login of this one alone; absent: of all.
 */
export function catchUpOwed(ctx: Context, name: string, login?: LoginName): Promise<void> | null {
  ctx.connection.noticeSleep();
  const owed = accountsAt(ctx, name, login).filter((account) =>
    ctx.missedTexts.isDue(accountKey(account), ctx.now()),
  );
  if (owed.length === 0) return null;
  const catchUp = ctx.leads() ? catchUpAccount : passOn;
  return Promise.all(owed.map((account) => catchUp(ctx, account))).then(() => {});
}

/** Whoever has the lead looks: what is known to be missed here is a row for it. */
async function passOn(ctx: Context, account: Account): Promise<void> {
  const noted = ctx.missedTexts.begin(accountKey(account));
  await enqueueLook(ctx, account.carrier, account.login);
  noted.done(ctx.now());
}

/** Those whose lists hold what we may not have, and could not be read. */
export function unreadAccounts(ctx: Context, name: string): readonly Account[] {
  return accountsAt(ctx, name).filter((account) => ctx.missedTexts.isOwed(accountKey(account)));
}

/** All that one account has, also what is noted of it meanwhile: that may not be on a list that is being read. */
export function catchUpAccount(ctx: Context, account: Account): Promise<void> {
  const key = accountKey(account);
  return ctx.missedTexts.once(key, async () => {
    while ((await look(ctx, account)) && ctx.missedTexts.isDue(key, ctx.now()));
  });
}

/** Never throws: an account that can't be asked is asked again soon, from the same cursor. One that hangs keeps none of the others waiting. */
export async function catchUpCarrier(ctx: Context, name: string): Promise<void> {
  await Promise.all(accountsAt(ctx, name).map((account) => look(ctx, account)));
}

/** True where all that the list holds is kept. */
async function look(ctx: Context, account: Account): Promise<boolean> {
  const key = accountKey(account);
  const begun = ctx.missedTexts.begin(key);
  const catchUp = ctx.carriers.get(account.carrier)?.catchUp;
  let asking = false;
  try {
    if (catchUp !== undefined)
      await takeFromList(ctx, account, async (from) => {
        asking = true;
        const caughtUp = await catchUp(from);
        asking = false;
        return caughtUp;
      });
    begun.done(ctx.now());
    for (const kind of [asked, kept]) ctx.missedTexts.seldom.over(key + kind);
    return true;
  } catch (error) {
    if (asking) begun.failed(ctx.now(), comeBackAfter(error));
    // Where our own disk took nothing, waiting longer would let newer texts go first.
    else ctx.missedTexts.note(key);
    const unsaid = ctx.missedTexts.seldom(key + (asking ? asked : kept));
    if (unsaid !== null)
      ctx.log.warn(
        { account: key, err: error, unsaid },
        "a carrier could not be asked what we missed, or it could not be kept; it is asked again",
      );
    return false;
  }
}

function comeBackAfter(error: unknown): number | undefined {
  return error instanceof CarrierError ? error.failure.retryAfterMs : undefined;
}

async function takeFromList(
  ctx: Context,
  account: Account,
  ask: (from: CatchUpFrom) => Promise<CaughtUp>,
): Promise<void> {
  const key = accountKey(account);
  const keep = (cursor: CarrierCursor) =>
    ctx.store.transaction((tx) => tx.cursors.keep(key, cursor, ctx.now()));
  const { logins } = ctx.carriers.get(account.carrier) ?? {};
  const [known, directory] = await ctx.store.read(
    async (tx) => [await tx.cursors.of(key), await tx.directories.current()] as const,
  );
  // Its texts are nobody's here.
  if (account.login !== undefined && !usesLogin(directory, account.carrier, account.login)) return;
  const whose = linesOfAccount(directory, account, logins);
  let cursor = known;
  if (cursor === null) {
    // A new database begins now, whether or not the carrier answers.
    cursor = (await ask({ ...whose, cursor, unsettledSince: null })).next;
    await keep(cursor);
  }
  let sentSince = await unsettledSince(ctx, key);
  // What one part told of is kept before the next is asked for: where that fails, it is not begun again from the start.
  for (let isMore = true; isMore; sentSince = null) {
    const { events, next, more } = await ask({ ...whose, cursor, unsettledSince: sentSince });
    await takeInAll(ctx, account.carrier, events);
    await keep(next);
    cursor = next;
    isMore = more === true;
  }
}

/** What was said first, in order: newer texts wait for it at the door. Reports may be thousands, and share commits. */
async function takeInAll(ctx: Context, carrier: string, events: readonly CarrierEvent[]): Promise<void> {
  const take = (event: CarrierEvent) => takeIn(ctx, carrier, event);
  for (const event of events) if (isOrdered(event)) await take(event);
  const others = events.filter((event) => !isOrdered(event));
  for (let next = 0; next < others.length; next += reportsAtOnce)
    await Promise.all(others.slice(next, next + reportsAtOnce).map(take));
}

function isOrdered({ kind }: CarrierEvent): boolean {
  return kind === "text" || kind === "elsewhere" || kind === "thread" || kind === "thread_note";
}

/** A report may get lost, and a site that polls gets none: now and then we ask from the oldest text that is not settled. */
async function unsettledSince(ctx: Context, account: string): Promise<Date | null> {
  const now = ctx.now();
  const key = `looked back:${account}`;
  const oldest = await ctx.store.transaction(async (tx) => {
    // A moment that is yet to come is of a clock that was set back since.
    if (Math.abs(now - ((await tx.settings.readTime(key)) ?? 0)) < lookBackEvery) return null;
    await tx.settings.writeTime(key, now);
    return await tx.messages.oldestUnconfirmed(now - reach);
  });
  return oldest === null ? null : new Date(oldest);
}
