/**
 * The form in which somebody logs a conversation by hand, or adds to what is logged of it: drawn from our own rows, and from what the CRM
 * says of it, where it says that in time.
 */
import { createHash } from "node:crypto";
import type { CrmContactId, SlackUserId } from "../../domain/ids.ts";
import { holdWords } from "../../domain/record.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, zoneOf } from "../context/episode-context.ts";
import type { Refused } from "../context/outcome.ts";
import type { CrmCapabilities, CrmContact } from "../contracts/crm.ts";
import type { LoggedContact, LogRecord } from "../contracts/store/records.ts";
import { askForForm } from "./ask-for-form.ts";
import { type Belonging, type Belongs, belongsOf, chosenAlready } from "./belongings.ts";
import { type LogOf, type LogTarget, whatIsLogged } from "./loggable.ts";

export interface FilledLog {
  readonly contact: LoggedContact | null;
  readonly associations: Belonging;
  readonly disposition: string | null;
  readonly note: string;
}

export interface LogForm {
  readonly target: LogTarget;
  readonly crm: string;
  /** With whom the conversation is, as people read it. */
  readonly contact: string;
  /** What of it is logged. */
  readonly what: string;
  /** How far that is; null: it is not logged. */
  readonly standing: string | null;
  readonly url: string | null;
  /** Whether the CRM has contacts among whom one is chosen. */
  readonly asksContact: boolean;
  /** Whether it waits for that choice: by the number alone nobody is found, or several are. */
  readonly mustChoose: boolean;
  /** Whether the card offers to make a contact as well. */
  readonly creates: boolean;
  /** Those who have the number, where they are several; empty where there are too many to be told. */
  readonly candidates: readonly CrmContact[];
  /** In which the reader's dates are told. */
  readonly zone: string;
  readonly belongs: readonly Belongs[];
  readonly filled: FilledLog;
  /** Whom it was opened with: nobody's choice yet. */
  readonly preset: CrmContactId | null;
  /** Names what is filled in by now: somebody else may change that meanwhile. */
  readonly seen: string;
  /** The CRM did not answer in time. */
  readonly isSilent: boolean;
}

export type AskToLog = {
  readonly user: SlackUserId;
  readonly of: LogOf;
};

export async function askToLog(ctx: Context, { user, of }: AskToLog): Promise<LogForm | Refused> {
  const found = await ctx.store.transaction(async (tx) => {
    const loggable = await whatIsLogged(ctx, tx, user, of);
    if ("refusal" in loggable) return loggable;
    const { around, record } = loggable;
    const parts = record === null ? [] : await tx.records.parts(record.id);
    const chosen = await tx.crmContacts.chosenFor(ctx.crm.name, around.conversation.address);
    return { ...loggable, url: parts[0]?.url ?? null, chosen: chosen?.contact ?? null };
  });
  if ("refusal" in found) return found;
  const { around, target, record, url, chosen } = found;
  const { title, capabilities } = ctx.crm;
  const known = record?.contact ?? chosen;
  const said = await askForForm(ctx, around, known);
  const filled = filledIn(record, known ?? said.contact);
  const belongs = belongsOf(said.associations, filled.associations);
  return {
    target,
    crm: title,
    contact: contactLabel(around),
    what: whatOf(record, target),
    standing: standingOf(title, record),
    url,
    asksContact: !capabilities.everyNumberKnown,
    mustChoose: waitsForContact(record, capabilities),
    creates: capabilities.createsContacts,
    candidates: said.candidates,
    zone: zoneOf(around, user),
    belongs,
    filled: { ...filled, associations: chosenAlready(belongs, filled.associations) },
    preset: filled.contact?.id ?? null,
    seen: seenOf(record),
    isSilent: said.isSilent,
  };
}

/** Without somebody's choice it can't be logged. */
export function waitsForContact(
  record: LogRecord | null,
  { everyNumberKnown }: Pick<CrmCapabilities, "everyNumberKnown">,
): boolean {
  return record?.hold === "contact" && !everyNumberKnown;
}

/** What was chosen is somebody's; whom the CRM named is nobody's. */
function saidOf(record: LogRecord | null): FilledLog {
  return filledIn(record, record === null || record.chosenBy === null ? null : record.contact);
}

function filledIn(record: LogRecord | null, contact: LoggedContact | null): FilledLog {
  const { associations = {}, disposition = null, note = "" } = record?.additions ?? {};
  return { contact, associations, disposition, note };
}

/** Names what a record says beside its texts. */
export function seenOf(record: LogRecord | null): string {
  const { contact, associations, disposition, note } = saidOf(record);
  const inOrder = Object.entries(associations).sort();
  const said = [contact?.id ?? null, inOrder, disposition, note];
  return createHash("sha256").update(JSON.stringify(said)).digest("base64url").slice(0, 12);
}

function whatOf(record: LogRecord | null, { day }: LogTarget): string {
  if (record?.kind === "selected") {
    const count = record.additions.messages?.length ?? 0;
    return count === 1 ? "One message that was chosen" : `${count} messages that were chosen`;
  }
  return day === null ? "The whole conversation" : `The day ${day}`;
}

function standingOf(crm: string, record: LogRecord | null): string | null {
  if (record === null) return null;
  if (record.hold !== null) return record.reason ?? holdWords[record.hold];
  return record.written > 0 ? `Logged to ${crm}` : `It is being logged to ${crm}.`;
}
