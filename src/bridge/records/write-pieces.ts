/**
 * Each piece of a record, exactly once: that it is tried is kept before it is made, and an attempt whose answer was lost is looked for in
 * the contact's own list. Where that shows nothing for long, a person is asked. What stands is written over as often as it takes.
 */

import type { LogReference } from "../../domain/ids.ts";
import { keepsBack, type RecordHold } from "../../domain/record.ts";
import { copiedKey } from "../context/away.ts";
import type { Context } from "../context/context.ts";
import { makeSureOfLead } from "../context/sure-of-lead.ts";
import type { AssociationGone, CrmContact, LogEntry, WriteOutcome } from "../contracts/crm.ts";
import type { RecordPart } from "../contracts/store/records.ts";
import { crmChangedAt } from "./change-crm.ts";
import { contactOf } from "./contact-finding.ts";
import { absenceSettles } from "./make-contact.ts";
import { movedPiece, type Piece } from "./record-pieces.ts";
import type { RecordToWrite } from "./record-to-write.ts";

export type Written =
  | { readonly kind: "written"; readonly changed: boolean }
  /** Somebody decided something about it meanwhile. */
  | { readonly kind: "changed" }
  | { readonly kind: "later"; readonly afterMs: number | null; readonly reason: string }
  | { readonly kind: "held"; readonly hold: RecordHold; readonly reason: string }
  | { readonly kind: "contact_gone" }
  | AssociationGone;

/** What can't be written now; null: go on. */
type Stop = Exclude<Written, { readonly kind: "written" }>;
type Step = { readonly stop: Stop } | { readonly part: RecordPart | null };

/** May throw `CrmError`. */
export async function writePieces(
  ctx: Context,
  what: RecordToWrite,
  pieces: readonly Piece[],
  contact: CrmContact,
): Promise<Written> {
  let changed = false;
  for (const piece of pieces) {
    const { part: number } = piece.log;
    const known = what.parts.find((part) => part.number === number) ?? null;
    const settled = await settle(ctx, what, known);
    if ("stop" in settled) return settled.stop;
    const left = await leave(ctx, what, piece, settled.part);
    if ("stop" in left) return left.stop;
    const { part } = left;
    if (part?.reference != null && part.digest === piece.digest) continue;
    const stop =
      part?.reference == null ? await make(ctx, what, piece, part) : await rewrite(ctx, piece, part);
    if (stop !== null) return stop;
    changed = true;
  }
  return { kind: "written", changed };

  async function rewrite({ crm }: Context, { log, digest }: Piece, part: RecordPart): Promise<Stop | null> {
    const outcome = await crm.writeLog(log, part.reference);
    if (outcome.kind === "written") {
      await keep(ctx, { ...part, ...placeOf(outcome, part), digest, contactId: contact.id });
      return null;
    }
    return await stopOf(ctx, outcome, part);
  }
}

/** An attempt to make it may have had its effect. */
async function settle(
  ctx: Context,
  { record, facts }: RecordToWrite,
  part: RecordPart | null,
): Promise<Step> {
  const { crm } = ctx;
  if (part === null || part.reference !== null || part.triedAt === null) return { part };
  // Under the same key, it makes no second one.
  if (crm.findLog === undefined || part.contactId === null) return { part: null };
  const on = contactOf({ id: part.contactId, type: null, name: "" }, facts.conversation.address);
  const found = await crm.findLog(record.key, part.number, on);
  if (found.kind === "found") {
    const { reference, url } = found;
    const there = { ...part, reference, url, triedAt: null, digest: null };
    await keep(ctx, there);
    return { part: there };
  }
  // A person was asked about it, and said that it be tried again.
  if (part.digest === askedAbout) return { part: null };
  // The clock was set back since: it counts from now on.
  const triedAt = Math.min(part.triedAt, ctx.now());
  if (triedAt < part.triedAt) await keep(ctx, { ...part, triedAt });
  const left = triedAt + absenceSettles - ctx.now();
  if (left > 0) {
    const afterMs = Math.min(left, lookAgain(ctx.now() - triedAt));
    return { stop: { kind: "later", afterMs, reason: "a record may have been made, and is not found yet" } };
  }
  await keep(ctx, { ...part, digest: askedAbout });
  const reason = `${crm.title} did not say whether it took this, and does not show it. Look there before it is tried again.`;
  return { stop: { kind: "held", hold: "uncertain", reason } };
}

/** Of an attempt that its list shows nothing of. */
const askedAbout = "asked";

/** Soon at first: most lists lag by seconds. */
function lookAgain(since: number): number {
  return Math.min(60_000, Math.max(5_000, since));
}

/** It stands on another contact than it is to: what stands there says so, and then it is made anew, or is again what it was before. */
async function leave(
  ctx: Context,
  { facts }: RecordToWrite,
  piece: Piece,
  part: RecordPart | null,
): Promise<Step> {
  if (part?.reference == null || part.contactId === null || part.contactId === piece.log.contact.id)
    return { part };
  const before = contactOf({ id: part.contactId, type: null, name: "" }, facts.conversation.address);
  const { log } = movedPiece(ctx.crm, piece, before);
  const outcome = await ctx.crm.writeLog(log, part.reference);
  if (outcome.kind === "later") return { stop: outcome };
  if (outcome.kind === "unknown") return { stop: { ...outcome, kind: "later", afterMs: null } };
  if (outcome.kind === "rejected" && outcome.why !== "record_gone" && outcome.why !== "contact_gone")
    ctx.log.warn(
      { record: part.recordId, why: outcome.why },
      "a record that went to another contact can't say so",
    );
  const left = { ...part, reference: null, url: null, contactId: null, triedAt: null, digest: hasMoved };
  await keep(ctx, left);
  return { part: left };
}

/** Of one that stood on other contacts before: what it left there may be where it is to be now. */
const hasMoved = "moved";

/** @param before nothing of it stands. */
async function make(
  ctx: Context,
  { record }: RecordToWrite,
  { log, digest }: Piece,
  before: RecordPart | null,
): Promise<Stop | null> {
  const there = await madeBefore(ctx, log, before?.digest === hasMoved);
  const triedAt = ctx.now();
  const tried: RecordPart = {
    recordId: record.id,
    number: log.part,
    reference: null,
    url: null,
    contactId: log.contact.id,
    triedAt,
    digest: null,
  };
  const mayTry = await ctx.store.transaction(async (tx) => {
    const now = await tx.records.get(record.id);
    if (now === null || keepsBack(now.hold) || now.contact?.id !== log.contact.id) return false;
    await tx.records.putPart(tried);
    return true;
  });
  if (!mayTry) return { kind: "changed" };
  await makeSureOfLead(ctx, triedAt);
  const outcome = await ctx.crm.writeLog(log, there);
  if (outcome.kind === "written") {
    await keep(ctx, { ...tried, ...placeOf(outcome, tried), triedAt: null, digest });
    return null;
  }
  if (outcome.kind !== "unknown") {
    // It is certain that nothing was made.
    if (before?.digest === hasMoved) await keep(ctx, before);
    else await ctx.store.transaction((tx) => tx.records.dropPart(record.id, log.part));
  }
  return await stopOf(ctx, outcome, null);
}

/**
 * What came back to a contact may stand there from before. An older copy of the database does not know what was made since, nor do we know
 * what stands in a CRM after another one was in use. That is looked for, by our key, before it is made.
 */
async function madeBefore(
  { store, crm }: Context,
  log: LogEntry,
  moved: boolean,
): Promise<LogReference | null> {
  if (crm.findLog === undefined) return null;
  const known = await store.read(async (tx) => [
    await tx.settings.readTime(copiedKey),
    await crmChangedAt(tx),
  ]);
  if (!moved && !known.some((since) => since !== null && log.digest.startedAt <= since)) return null;
  const found = await crm.findLog(log.key, log.part, log.contact);
  return found.kind === "found" ? found.reference : null;
}

function placeOf({ reference, url }: WriteOutcome & { kind: "written" }, before: RecordPart) {
  return { reference, url: url ?? before.url };
}

/** It may have been erased meanwhile: then nothing is left of it here. */
async function keep(ctx: Context, part: RecordPart): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    if ((await tx.records.get(part.recordId)) !== null) return await tx.records.putPart(part);
    const { reference, url } = part;
    tx.afterwards(() =>
      ctx.log.warn(
        { reference, url },
        "a contact was erased while this was written to the CRM: delete it there",
      ),
    );
  });
}

/** @param part what was to be written over; null where it was to be made. */
async function stopOf(
  ctx: Context,
  outcome: Exclude<WriteOutcome, { kind: "written" }>,
  part: RecordPart | null,
): Promise<Stop> {
  if (outcome.kind === "later" || outcome.kind === "association_gone") return outcome;
  if (outcome.kind === "unknown") return { kind: "later", afterMs: soon, reason: outcome.reason };
  switch (outcome.why) {
    case "contact_gone":
      return { kind: "contact_gone" };
    case "record_gone":
      // Only a person has it made anew.
      if (part !== null) await ctx.store.transaction((tx) => tx.records.dropPart(part.recordId, part.number));
      return { kind: "held", hold: "deleted", reason: outcome.sentence };
    case "invalid":
    case "forbidden":
      return { kind: "held", hold: "rejected", reason: outcome.sentence };
  }
}

/** An answer was lost: it is asked again, or looked for. Milliseconds. */
const soon = 5_000;
