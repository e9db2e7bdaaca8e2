/** The form in which somebody logs a conversation is sent: its record is made, or says from now on what stands in the form. */
import type { Member } from "../../domain/directory.ts";
import type { CrmContactId, SlackUserId } from "../../domain/ids.ts";
import { memberName } from "../../domain/people.ts";
import type { Additions } from "../../domain/record.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import { isFirstAct } from "../context/first-act.ts";
import { notInDirectory } from "../context/outcome.ts";
import type { LoggedContact, LogRecord } from "../contracts/store/records.ts";
import type { Tx } from "../contracts/store/store.ts";
import { changeCrm } from "./change-crm.ts";
import { settle } from "./choose-contact.ts";
import { chosenContact } from "./chosen-contact.ts";
import { releaseRecord } from "./hold-record.ts";
import { askToLog, type FilledLog, type LogForm, seenOf, waitsForContact } from "./log-form.ts";
import { type LogTarget, ofTarget, whatIsLogged } from "./loggable.ts";
import { isOnCard } from "./logging-of-card.ts";
import type { RecordFacts } from "./record-facts.ts";
import { enqueueTellLogged } from "./tell-logged.ts";
import { fillDays } from "./unlogged-days.ts";
import { type Recorded, wantRecord } from "./want-record.ts";

export interface SubmitLog {
  readonly user: SlackUserId;
  readonly target: LogTarget;
  readonly filled: FilledLog;
  /** As the form was drawn with them. */
  readonly preset: CrmContactId | null;
  readonly seen: string;
  /** Names this act: told twice, it is done once. */
  readonly act: string;
}

export type SubmittedLog =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly field: "contact" | "note"; readonly words: string }
  /** Somebody changed it meanwhile: sent once more with this, it takes the place of that. */
  | { readonly kind: "changed"; readonly form: LogForm; readonly words: string };

export async function submitLog(ctx: Context, input: SubmitLog): Promise<SubmittedLog> {
  const { user, target, filled } = input;
  const named = { ...input, filled: await whom(ctx, input) };
  const submitted = await ctx.store.transaction((tx) => submit(ctx, tx, named));
  if (submitted.kind !== "changed") return submitted;
  const form = await askToLog(ctx, { user, of: ofTarget(target) });
  if ("refusal" in form) return { kind: "refused", field: "note", words: form.refusal };
  return { kind: "changed", form: { ...form, filled }, words: submitted.words };
}

/** Who is chosen in the form, as the CRM has them. */
async function whom(ctx: Context, { user, target, filled, preset }: SubmitLog): Promise<FilledLog> {
  const { contact } = filled;
  if (contact === null) return filled;
  const loggable = await ctx.store.read((tx) => whatIsLogged(ctx, tx, user, ofTarget(target)));
  if ("refusal" in loggable || chosen(loggable.record, { filled, preset }) === null) return filled;
  return { ...filled, contact: await chosenContact(ctx, loggable.around, contact) };
}

type Decided =
  | Exclude<SubmittedLog, { kind: "changed" }>
  | { readonly kind: "changed"; readonly words: string };

async function submit(ctx: Context, tx: Tx, input: SubmitLog): Promise<Decided> {
  const { user, target, filled, seen, act } = input;
  const loggable = await whatIsLogged(ctx, tx, user, ofTarget(target));
  if ("refusal" in loggable) return { kind: "refused", field: "note", words: loggable.refusal };
  const { around, record } = loggable;
  const member = memberOf(around, user);
  if (member === null) return { kind: "refused", field: "note", words: notInDirectory };
  if (record !== null && seenOf(record) !== seen && !saysThat(record, input) && !isTaken(record, input))
    return { kind: "changed", words: changedWords(around, record) };
  if (filled.contact === null && waitsForContact(record, ctx.crm.capabilities))
    return { kind: "refused", field: "contact", words: "Choose the contact: nobody else knows who it is." };
  if (!(await isFirstAct(ctx, tx, act))) return { kind: "done" };
  const written = await write(ctx, tx, {
    around,
    record,
    member,
    filled,
    preset: input.preset,
    day: target.day,
  });
  if (written !== null && !isOnCard(ctx.crm, written, null))
    await enqueueTellLogged(ctx, tx, written.id, user);
  return { kind: "done" };
}

/** Sent twice, or by two who mean the same. */
function saysThat(record: LogRecord, input: SubmitLog): boolean {
  const additions = additionsOf(record.additions, input.filled);
  return chosen(record, input) === null && seenOf({ ...record, additions }) === seenOf(record);
}

/** What it belongs to was taken meanwhile by itself, as the form has it. */
function isTaken(record: LogRecord, { filled, seen }: SubmitLog): boolean {
  const { associations: taken = {}, ...additions } = record.additions;
  const isSame = Object.entries(filled.associations).every(([kind, id]) => id === (taken[kind] ?? null));
  return isSame && seenOf({ ...record, additions }) === seen;
}

function changedWords({ directory }: RecordFacts, { contact, chosenBy, additions }: LogRecord): string {
  const who = chosenBy === null ? "Somebody" : memberName(directory, chosenBy);
  const on = contact === null ? "" : ` The contact is ${contact.name} now.`;
  const note = additions.note === undefined ? "" : ` The note is: “${additions.note}”`;
  return `${who} has changed this since you opened it.${on}${note} Press Log once more to have it as it stands below.`;
}

interface Writing extends Pick<SubmitLog, "filled" | "preset"> {
  readonly around: RecordFacts;
  readonly record: LogRecord | null;
  readonly member: Member;
  readonly day: string | null;
}

async function write(
  ctx: Context,
  tx: Tx,
  { around, record, member, day, ...form }: Writing,
): Promise<LogRecord | null> {
  const before = record === null ? await make(ctx, tx, around, day) : record;
  if (before === null) return null;
  const made = { ...before, ...(await changeCrm(ctx, tx, before)) };
  const contact = chosen(made, form);
  if (contact === null) await releaseRecord(ctx, tx, made);
  else await settle(ctx, tx, { record: made, around, member }, contact, around.conversation.shared);
  const additions = additionsOf(made.additions, form.filled);
  await tx.records.update(made.id, {
    additions: isMoved(made, form) ? withoutAssociations(additions) : additions,
  });
  return made;
}

/** What the form showed to belong to it was another contact's. */
function isMoved(
  { contact: before }: LogRecord,
  { filled: { contact }, preset }: Pick<SubmitLog, "filled" | "preset">,
): boolean {
  const shown = preset ?? before?.id ?? null;
  return contact !== null && shown !== null && contact.id !== shown;
}

function withoutAssociations({ associations: _, ...rest }: Additions): Additions {
  return rest;
}

async function make(
  ctx: Context,
  tx: Tx,
  around: RecordFacts,
  day: string | null,
): Promise<LogRecord | null> {
  const { conversation, episode } = around;
  if (day !== null) await fillDays(tx, around);
  const place = { conversation: conversation.id, episode: episode.id };
  const what: Recorded = day === null ? { ...place, kind: "episode" } : { ...place, kind: "day", day };
  return await wantRecord(ctx, tx, what, { asked: true });
}

/** Null where it stays as it is, or is left to the CRM. */
function chosen(
  record: LogRecord | null,
  { filled: { contact }, preset }: Pick<SubmitLog, "filled" | "preset">,
): LoggedContact | null {
  if (contact === null || contact.id === record?.contact?.id) return null;
  return contact.id === preset && record?.hold !== "contact" ? null : contact;
}

/** What the form did not show stays as it was. Where it showed some, none of them is an answer, too. */
function additionsOf(before: Additions, { associations, disposition, note }: FilledLog): Additions {
  const { note: _, disposition: __, associations: ___, ...rest } = before;
  const belongs = Object.entries({ ...before.associations, ...associations }).flatMap(([kind, id]) =>
    id === null ? [] : [[kind, id] as const],
  );
  // That it belongs to none of them is an answer as well: it is not asked again.
  const isAnswered = before.associations !== undefined || Object.keys(associations).length > 0;
  return {
    ...rest,
    ...(isAnswered ? { associations: Object.fromEntries(belongs) } : {}),
    ...(disposition === null ? {} : { disposition }),
    ...(note.trim() === "" ? {} : { note: note.trim() }),
  };
}
