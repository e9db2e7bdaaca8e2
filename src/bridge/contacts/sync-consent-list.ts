/**
 * Reads a part of an account's own list of opt-outs into our ledger: one that is long takes many runs, none of which holds the database
 * for more than a few contacts. Behind the first reading of all, what stands in our ledger is compared as well.
 */
import { z } from "zod";
import { consentsOwed } from "../../domain/consent-sync.ts";
import { CarrierError } from "../../domain/errors.ts";
import type { Address, CarrierCursor, E164 } from "../../domain/ids.ts";
import { type Account, accountKey } from "../context/carrier-lines.ts";
import type { Context } from "../context/context.ts";
import { keptConsents } from "../context/kept-consents.ts";
import type { Consent } from "../contracts/carrier-consents.ts";
import type { Tx } from "../contracts/store/store.ts";
import { consentLedgerJob, enqueueConsent } from "../outbox/consent-kinds.ts";
import { type Conclude, done, finished, later } from "../outbox/job-end.ts";
import { enqueue } from "../outbox/job-kind.ts";
import { consentLines, listedConsents, takeConsents } from "./take-consents.ts";
import { forgetUnsaid, hasUnsaid } from "./unsaid-consents.ts";

/** So many rows share a commit, at most: texts wait for no more than that. One who opted out of all numbers has one for each line. */
const rowsAtOnce = 50;

/** Up to where it was read, and for which lines: of a new line, what was read before says something as well. */
const position = z.object({ lines: z.string(), cursor: z.string().nullable(), isFirst: z.boolean() });
type Position = z.infer<typeof position>;

export async function syncConsentList(ctx: Context, account: Account): Promise<Conclude> {
  const consents = ctx.carriers.get(account.carrier)?.consents;
  const key = `consents:${accountKey(account)}`;
  const [lines, from] = await ctx.store.read(async (tx) => {
    const lines = await consentLines(ctx, tx, account);
    return [lines, positionFor(await tx.cursors.of(key), lines)] as const;
  });
  if (consents === undefined || lines.length === 0) return finished;
  let page: Awaited<ReturnType<typeof consents.list>>;
  try {
    page = await consents.list(account.login ?? null, from.cursor as CarrierCursor | null);
  } catch (thrown) {
    return notRead(ctx, account, thrown);
  }
  const contacts = [...byContact(page.consents)];
  const atOnce = Math.max(1, Math.floor(rowsAtOnce / lines.length));
  for (let next = 0; next < contacts.length; next += atOnce) {
    const part = contacts.slice(next, next + atOnce);
    await ctx.store.transaction(async (tx) => {
      for (const [contact, listed] of part) await takePart(ctx, tx, account, contact, listed, lines);
    });
  }
  const hasMore = page.more === true;
  return async (tx) => {
    const next: Position = { lines: from.lines, cursor: page.next, isFirst: from.isFirst && hasMore };
    await tx.cursors.keep(key, JSON.stringify(next) as CarrierCursor, ctx.now());
    if (hasMore) return later(0);
    if (keptConsents(ctx.carriers.get(account.carrier)) === null) return done;
    if (from.isFirst || (await hasUnsaid(tx, account))) {
      await forgetUnsaid(tx, account);
      await enqueue(tx, consentLedgerJob, account, { dueAt: ctx.now() }, ctx.now());
    }
    return done;
  };
}

function byContact(consents: readonly Consent[]): ReadonlyMap<Address, readonly Consent[]> {
  const contacts = new Map<Address, Consent[]>();
  for (const consent of consents) {
    const same = contacts.get(consent.contact);
    if (same === undefined) contacts.set(consent.contact, [consent]);
    else same.push(consent);
  }
  return contacts;
}

function positionFor(kept: CarrierCursor | null, lines: readonly E164[]): Position {
  const whose = [...lines].sort().join(" ");
  const begin = { lines: whose, cursor: null, isFirst: true };
  if (kept === null) return begin;
  try {
    const read = position.safeParse(JSON.parse(kept)).data;
    return read?.lines === whose ? read : begin;
  } catch {
    return begin;
  }
}

/** What would let texts leave again is looked at whole: on another page it may say otherwise. */
async function takePart(
  ctx: Context,
  tx: Tx,
  account: Account,
  contact: Address,
  consents: readonly Consent[],
  lines: readonly E164[],
): Promise<void> {
  const listed = listedConsents(consents);
  const isLeft = await takeConsents(ctx, tx, account, contact, listed, lines, false);
  if (keptConsents(ctx.carriers.get(account.carrier)) === null) return;
  const rows = await tx.optOuts.rowsOf(contact);
  const owed = consentsOwed(rows, listed, lines, () => false);
  if (isLeft || owed.some(({ state }) => state === "in"))
    await enqueueConsent(ctx, tx, { ...account, contact, told: null });
}

function notRead(ctx: Context, account: Account, thrown: unknown): Conclude {
  if (!(thrown instanceof CarrierError)) throw thrown;
  const { retryable, retryAfterMs } = thrown.failure;
  if (retryAfterMs !== undefined) return async () => later(retryAfterMs);
  if (retryable) throw thrown;
  ctx.log.warn(
    { account: accountKey(account), err: thrown },
    "a carrier's list of opt-outs can't be read; it is asked again in a quarter of an hour",
  );
  return finished;
}
