/**
 * The job that writes one record into the CRM, from our own rows: each piece exactly once, and again whenever it says something else.
 * Nothing is decided by what the CRM holds. What only a person can settle keeps the record, whole, until they do.
 */

import { CrmError } from "../../domain/errors.ts";
import type { Address } from "../../domain/ids.ts";
import { keepsBack } from "../../domain/record.ts";
import type { Context } from "../context/context.ts";
import type { CrmContact } from "../contracts/crm.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { LogRecord } from "../contracts/store/records.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type Conclude, done, type End, finished, later } from "../outbox/job-end.ts";
import type { LogJob } from "../outbox/log-kinds.ts";
import type { ContactFinding } from "./contact-finding.ts";
import { contactFor, forgetContact } from "./contact-for.ts";
import { dropAssociations } from "./drop-associations.ts";
import { findAssociations } from "./find-associations.ts";
import { drawCardOf, holdRecord } from "./hold-record.ts";
import { ownerFor } from "./owner-for.ts";
import { completeDigest } from "./read-digest.ts";
import { dueOf, recordFacts } from "./record-facts.ts";
import { piecesOf } from "./record-pieces.ts";
import { type Look, type RecordToWrite, recordToWrite } from "./record-to-write.ts";
import { withoutContact } from "./without-contact.ts";
import { writePieces } from "./write-pieces.ts";

export async function writeRecord(ctx: Context, { record: id }: LogJob, job: Job): Promise<Conclude> {
  const look = await recordToWrite(ctx, id);
  switch (look.kind) {
    case "nothing":
      return finished;
    case "early":
      return async () => later(look.after);
    case "settled":
      return (tx) => settle(ctx, tx, look);
    case "write":
      return await write(ctx, look, job);
  }
}

async function write(ctx: Context, what: RecordToWrite, job: Job): Promise<Conclude> {
  try {
    return await writeOn(ctx, what, job, null);
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    return comesAgain(ctx, what.record, job, error.failure.retryAfterMs ?? null, error.message);
  }
}

/** @param gone the contact that turned out to be gone, when this is not the first try. */
async function writeOn(
  ctx: Context,
  what: RecordToWrite,
  job: Job,
  gone: CrmContact | null,
): Promise<Conclude> {
  const { record, facts } = what;
  const found = await contactFor(ctx, record, facts);
  if (found.kind === "later") return comesAgain(ctx, record, job, found.afterMs, found.reason);
  if (found.kind === "held") return waitsForContact(ctx, record, found, facts.conversation.address);
  if (found.kind === "changed") return async () => later(0);
  const { contact } = found;
  if (gone !== null && contact.id === gone.id) return keeps(ctx, record, "contact", goneFrom(ctx, gone));
  const { additions, asks } = await belonging(ctx, record, contact);
  const whose = await ownerFor(ctx, facts);
  const { digest, lacks } = await completeDigest(ctx, what.digest);
  // Where each is written only once, it stays as it is.
  const asksAgain = lacks && facts.policy.write === "as_it_grows";
  const pieces = piecesOf(ctx.crm, { ...what, record: { ...record, additions }, digest }, contact, whose);
  const outcome = await writePieces(ctx, what, pieces, contact);
  switch (outcome.kind) {
    case "written":
      return (tx) => conclude(ctx, tx, record, { changed: outcome.changed, asks, asksAgain });
    case "changed":
      return async () => later(0);
    case "later":
      return comesAgain(ctx, record, job, outcome.afterMs, outcome.reason);
    case "held":
      return keeps(ctx, record, outcome.hold, outcome.reason);
    case "association_gone":
      await dropAssociations(ctx, record, outcome);
      return async () => later(0);
    case "contact_gone":
      // Whoever stands in its place is looked for once; who was found is not doubted for ever.
      if (gone !== null) return keeps(ctx, record, "contact", goneFrom(ctx, contact));
      await forgetContact(ctx, record, facts.conversation.address, contact);
      return await writeOn(ctx, { ...what, record: { ...record, ...withoutContact(record) } }, job, contact);
  }
}

/** What else it belongs to, looked for once. */
async function belonging(ctx: Context, { id, additions }: LogRecord, contact: CrmContact) {
  const found = await findAssociations(ctx, { additions }, contact);
  if (found === null) return { additions, asks: null };
  const known = { ...additions, associations: found.taken };
  await ctx.store.transaction(async (tx) => {
    const now = await tx.records.get(id);
    if (now?.contact?.id === contact.id && now.additions.associations === undefined)
      await tx.records.update(id, { additions: { ...now.additions, associations: found.taken } });
  });
  return { additions: known, asks: found.asks };
}

function goneFrom({ crm }: Context, { name }: CrmContact): string {
  return `${name === "" ? "The contact" : name} is not in ${crm.title} any more.`;
}

const longestBackOff = 5 * 60_000;

/** Without an end: a CRM may be down for days. */
function comesAgain(
  ctx: Context,
  { id }: LogRecord,
  { attempts }: Job,
  afterMs: number | null,
  reason: string,
): Conclude {
  ctx.log.warn({ record: id, reason }, "a record can't be written to the CRM now; it comes again");
  const after = afterMs ?? Math.min(longestBackOff, 1_000 * 2 ** Math.min(attempts, 10));
  return async () => later(Math.max(after, 1_000));
}

/** Of its number somebody may have chosen one meanwhile, for another record: it is that one. */
function waitsForContact(
  ctx: Context,
  record: LogRecord,
  { hold, reason }: Extract<ContactFinding, { kind: "held" }>,
  address: Address,
): Conclude {
  const keep = keeps(ctx, record, hold, reason);
  return async (tx) => {
    const choice = await tx.crmContacts.chosenFor(ctx.crm.name, address);
    return choice?.contact == null ? await keep(tx) : later(0);
  };
}

function keeps(
  ctx: Context,
  record: LogRecord,
  hold: NonNullable<LogRecord["hold"]>,
  reason: string,
): Conclude {
  return async (tx) => {
    const now = await tx.records.get(record.id);
    if (now === null || keepsBack(now.hold)) return done;
    // Somebody decided something else meanwhile: that is tried first.
    if (now.askedAt !== record.askedAt) return later(0);
    await holdRecord(ctx, tx, now, hold, reason);
    return done;
  };
}

/** Where nothing stands, there is no record of it. */
async function settle(ctx: Context, tx: Tx, { record, stands }: Look & { kind: "settled" }): Promise<End> {
  if (stands) return await conclude(ctx, tx, record, { changed: false, asks: null, asksAgain: false });
  const current = await tx.records.get(record.id);
  if (current === null || current.hold !== null) return done;
  if (current.wanted > record.wanted) return later(0);
  await tx.records.update(record.id, { wanted: 0, written: 0, askedAt: null });
  return done;
}

interface WrittenNow {
  readonly changed: boolean;
  /** What somebody has to choose beside it. */
  readonly asks: string | null;
  /** The desk is to be asked again for what it could not tell. */
  readonly asksAgain: boolean;
}

/** As much is written as was wanted when it was read. */
async function conclude(
  ctx: Context,
  tx: Tx,
  record: LogRecord,
  { changed, asks, asksAgain }: WrittenNow,
): Promise<End> {
  const current = await tx.records.get(record.id);
  if (current === null) return done;
  const asked = current.askedAt === record.askedAt ? null : current.askedAt;
  const change = {
    written: record.wanted,
    askedAt: asked,
    ...(changed ? { writtenAt: ctx.now() } : {}),
  };
  await tx.records.update(record.id, change);
  const isAsked = asks !== null && current.hold === null && current.askedAt === record.askedAt;
  if (isAsked) await holdRecord(ctx, tx, current, "association", asks);
  else if (changed && record.written === 0) await drawCardOf(ctx, tx, current, "soon");
  if (keepsBack(current.hold)) return done;
  if (current.wanted <= record.wanted)
    return asksAgain ? await writtenAgain(ctx, tx, { ...current, ...change }) : done;
  const facts = await recordFacts(tx, current.episodeId);
  if (facts === null) return done;
  return later(Math.max(0, dueOf({ ...current, ...change }, facts, ctx.now()) - ctx.now()));
}

/** The longer it stands as it is the more seldom, and not for ever: of some things the desk never tells. Milliseconds. */
const askAgainAfter = 5 * 60_000;
const askWithin = 7 * 24 * 3_600_000;

async function writtenAgain(ctx: Context, tx: Tx, { id, wanted, writtenAt }: LogRecord): Promise<End> {
  const standsFor = ctx.now() - (writtenAt ?? ctx.now());
  if (standsFor > askWithin) return done;
  await tx.records.update(id, { wanted: wanted + 1 });
  return later(Math.max(askAgainAfter, standsFor));
}
