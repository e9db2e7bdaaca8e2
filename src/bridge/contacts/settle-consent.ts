/**
 * Compares what our ledger and a carrier's own list say of one contact, and writes what either lacks: into the ledger what is newer there,
 * into the list what is newer here. Whoever recorded it hears what the carrier refuses.
 */
import { type ConsentOwed, consentsOwed, isOutThere, type ListedConsent } from "../../domain/consent-sync.ts";
import { CarrierError } from "../../domain/errors.ts";
import type { E164 } from "../../domain/ids.ts";
import { newestAbout } from "../../domain/opt-out-ledger.ts";
import { accountKey } from "../context/carrier-lines.ts";
import type { Context } from "../context/context.ts";
import { keptConsents } from "../context/kept-consents.ts";
import { heardLines, refusedLinesOf } from "../context/refused-lines.ts";
import { makeSureOfLead } from "../context/sure-of-lead.ts";
import type { CarrierConsents } from "../contracts/carrier-consents.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { ConsentCheck } from "../outbox/consent-kinds.ts";
import { type Conclude, done, finished, later } from "../outbox/job-end.ts";
import { addListed, consentLines, listedConsents, takeConsents } from "./take-consents.ts";
import { type PutConsents, redrawCards, tellConsents, tellUnread } from "./tell-consents.ts";
import { noteUnsaid } from "./unsaid-consents.ts";

interface Compared {
  readonly lines: readonly E164[];
  readonly owed: readonly ConsentOwed[];
}

export async function settleConsent(ctx: Context, check: ConsentCheck): Promise<Conclude> {
  const consents = keptConsents(ctx.carriers.get(check.carrier));
  if (consents === null) return finished;
  try {
    const listed = listedConsents(await consents.of(check.contact, check.login ?? null));
    const since = ctx.now();
    const compared = await ctx.store.transaction((tx) => compare(ctx, tx, check, listed));
    const put = await putAll(consents, check, compared.owed, () => makeSureOfLead(ctx, since));
    return async (tx) => {
      const isLifted = await lift(ctx, tx, check, compared.lines, listed, put);
      await tellConsents(ctx, tx, check, put);
      if (isLifted || put.length > 0) await redrawCards(ctx, tx, check);
      return done;
    };
  } catch (thrown) {
    return notSettled(ctx, check, thrown);
  }
}

async function compare(
  ctx: Context,
  tx: Tx,
  check: ConsentCheck,
  listed: readonly ListedConsent[],
): Promise<Compared> {
  const lines = await consentLines(ctx, tx, check);
  await takeConsents(ctx, tx, check, check.contact, listed, lines, true);
  const rows = await tx.optOuts.rowsOf(check.contact);
  const heard = await heardLines(tx, rows);
  const isKnownThere = ({ id }: { readonly id: number }) => lines.includes(heard.get(id) as E164);
  return { lines, owed: consentsOwed(rows, listed, lines, isKnownThere) };
}

async function putAll(
  consents: CarrierConsents,
  { contact, login }: ConsentCheck,
  owed: readonly ConsentOwed[],
  makeSure: () => Promise<void>,
): Promise<PutConsents> {
  const outcomes: PutConsents[number][] = [];
  for (const { line, state } of owed) {
    // They may have said the contrary since, and another instance have told it.
    await makeSure();
    outcomes.push({ line, state, outcome: await consents.put({ line, contact, state }, login ?? null) });
  }
  return outcomes;
}

/** From which lines the account lets texts through again: what it refused before does not stand any more. */
async function lift(
  ctx: Context,
  tx: Tx,
  { carrier, contact }: ConsentCheck,
  lines: readonly E164[],
  listed: readonly ListedConsent[],
  put: PutConsents,
): Promise<boolean> {
  const refused = await refusedLinesOf(tx, contact);
  if (refused.length === 0) return false;
  let isAny = false;
  const rows = await tx.optOuts.rowsOf(contact);
  const isLifted = (line: E164) => {
    const outcomes = put.filter((one) => one.state === "in" && (one.line === null || one.line === line));
    if (outcomes.length > 0) return outcomes.every(({ outcome }) => outcome.kind === "done");
    const saysIn = listed.some((one) => one.state === "in" && (one.line === null || one.line === line));
    return saysIn && !isOutThere(listed, line);
  };
  for (const line of lines) {
    const newest = newestAbout(rows, line);
    // What was said meanwhile is newer.
    if (!refused.includes(line) || newest?.kind !== "in" || !isLifted(line)) continue;
    await addListed(ctx, tx, carrier, contact, { kind: "in", line, at: newest.at, source: "us" });
    isAny = true;
  }
  return isAny;
}

/** What somebody has to change is told once; the next reading of the list finds out when it is. */
function notSettled(ctx: Context, check: ConsentCheck, thrown: unknown): Conclude {
  if (!(thrown instanceof CarrierError)) throw thrown;
  const { kind: code, retryable, retryAfterMs } = thrown.failure;
  if (retryAfterMs !== undefined) return async () => later(retryAfterMs);
  if (retryable) throw thrown;
  ctx.log.warn(
    { account: accountKey(check), err: thrown },
    "an opt-out could not be compared with the carrier's own list; it is once that can be read",
  );
  return async (tx) => {
    await noteUnsaid(tx, check, ctx.now());
    await tellUnread(ctx, tx, check, code);
    return done;
  };
}
