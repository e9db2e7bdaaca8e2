/**
 * The form in which somebody logs a conversation by hand, or adds to what is logged of it: drawn from our own rows, and from what the CRM
 * says of it, where it says that in time.
 */
import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { CrmContactId, EpisodeId, RecordId, SlackUserId } from "../../domain/ids.ts";
import { localDay } from "../../domain/local-day.ts";
import { theyOf } from "../../domain/owner.ts";
import { maySee } from "../../domain/policy/access.ts";
import { holdWords } from "../../domain/record.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, memberOf, zoneOf } from "../context/episode-context.ts";
import { notInDirectory } from "../context/outcome.ts";
import type { Association, CrmContact, NamedValue } from "../contracts/crm.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { LoggedContact, LogRecord } from "../contracts/store/records.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueCard } from "../outbox/enqueue.ts";
import { byNumber, type Candidates } from "./candidates.ts";
import { contactOf } from "./contact-finding.ts";
import { type RecordFacts, recordFacts } from "./record-facts.ts";

/** What is logged: of a direct conversation a day, of a shared one a stretch. */
export interface LogTarget {
  readonly episode: EpisodeId;
  /** `2026-01-31`; null: all of it, or what its record says. */
  readonly day: string | null;
  /** Null while there is none. */
  readonly record: RecordId | null;
}

export interface FilledLog {
  readonly contact: LoggedContact | null;
  /** By kind, the CRM's id; null: none, although there are some. */
  readonly associations: Readonly<Record<string, string | null>>;
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
  /** Those who have the number, where they are several; empty where there are too many to be told. */
  readonly candidates: readonly CrmContact[];
  /** In which the reader's dates are told. */
  readonly zone: string;
  readonly belongs: readonly Belongs[];
  readonly dispositions: readonly NamedValue[];
  readonly filled: FilledLog;
  /** Whom it was opened with: nobody's choice yet. */
  readonly preset: CrmContactId | null;
  /** Names what is filled in by now: somebody else may change that meanwhile. */
  readonly seen: string;
  /** The CRM did not answer in time. */
  readonly isSilent: boolean;
}

interface Belongs {
  readonly kind: string;
  readonly kindName: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** Why it can't be, as whoever asked reads it. */
export interface NotLogged {
  readonly refusal: string;
}

export type AskToLog = {
  readonly user: SlackUserId;
  readonly of: { readonly episode: EpisodeId } | { readonly record: RecordId };
};

/** Slack gives three seconds in all. */
const askWithin = 1_200;

export async function askToLog(ctx: Context, { user, of }: AskToLog): Promise<LogForm | NotLogged> {
  const found = await ctx.store.transaction(async (tx) => {
    // The card's menu would go on showing what was chosen.
    const episode = "episode" in of ? await tx.episodes.get(of.episode) : null;
    if (episode !== null) await enqueueCard(tx, episode, ctx.now());
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
  const said = await askCrm(ctx, around, known);
  const filled = filledIn(record, known ?? said.contact);
  const belongs = belongsOf(said.associations, filled);
  return {
    target,
    crm: title,
    contact: contactLabel(around),
    what: whatOf(record, target),
    standing: standingOf(title, record),
    url,
    asksContact: !capabilities.everyNumberKnown,
    candidates: said.candidates,
    zone: zoneOf(around, user),
    belongs,
    dispositions: capabilities.dispositions,
    filled: { ...filled, associations: chosenAlready(belongs, filled) },
    preset: filled.contact?.id ?? null,
    seen: seenOf(record),
    isSilent: said.isSilent,
  };
}

interface Loggable {
  readonly around: RecordFacts;
  readonly target: LogTarget;
  readonly record: LogRecord | null;
}

/** What of a conversation somebody logs, if they may. */
export async function whatIsLogged(
  ctx: Context,
  tx: Tx,
  user: SlackUserId,
  of: AskToLog["of"],
): Promise<Loggable | NotLogged> {
  const known = "record" in of ? await tx.records.get(of.record) : null;
  const episode = "record" in of ? known?.episodeId : of.episode;
  const around = episode === undefined ? null : await recordFacts(tx, episode);
  if (around === null) return { refusal: "This conversation is not known here any more." };
  const refusal = whyNot(ctx, around, user);
  if (refusal !== null) return { refusal };
  if (known !== null) return { around, target: targetOf(known), record: known };
  const { conversation } = around;
  const [said] = await tx.messages.lastSaid(around.episode.id, 1);
  const last = (await leaving(tx, around.episode.id)) ?? said;
  if (last === undefined) return { refusal: "Nothing was said here yet, so there is nothing to log." };
  const isDirect = conversation.owner.kind === "member";
  const at = last.sendingAt ?? last.writtenAt;
  const day = isDirect ? (last.localDay ?? localDay(at, around.zone)) : null;
  const target = { episode: around.episode.id, day };
  const place = { conversationId: conversation.id, episodeId: target.episode, localDay: day };
  const record = await tx.records.standing(place);
  return { around, target: { ...target, record: record?.id ?? null }, record };
}

/** What was sent just now counts for today, and may be the first that is said here. */
async function leaving(tx: Tx, episode: EpisodeId): Promise<Message | undefined> {
  const texts = await tx.messages.ofEpisode(episode);
  return texts.findLast(
    ({ state, waitReason }) =>
      state === "queued" || state === "sending" || (state === "waiting" && waitReason === "hold"),
  );
}

/** Null for whoever may log it. */
export function whyNot(ctx: Context, around: RecordFacts, user: SlackUserId): string | null {
  const member = memberOf(around, user);
  if (member === null) return notInDirectory;
  if (!maySee(around.party, member))
    return `Only ${theyOf(around.party)} and managers can log this conversation.`;
  if (!around.isLeftOut) return null;
  return `Nothing of this number is logged to ${ctx.crm.title}: it is one of the numbers that are never logged (do_not_log).`;
}

function targetOf({ id, episodeId, localDay: day }: LogRecord): LogTarget {
  return { episode: episodeId, day, record: id };
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

interface Said {
  readonly contact: LoggedContact | null;
  readonly candidates: readonly CrmContact[];
  readonly associations: readonly Association[];
  readonly isSilent: boolean;
}

const nothingSaid: Said = { contact: null, candidates: [], associations: [], isSilent: false };

/** Whom it would be logged on, or who that may be, and what they have; nothing where the CRM is slow to say so. */
async function askCrm(ctx: Context, around: RecordFacts, known: LoggedContact | null): Promise<Said> {
  const { crm } = ctx;
  if (crm.capabilities.everyNumberKnown && crm.listAssociations === undefined) return nothingSaid;
  const late = new AbortController();
  const asking = ask(ctx, around, known).catch((error: unknown) => {
    ctx.log.info({ err: error }, "the CRM was asked for a form, and did not say");
    return { ...nothingSaid, isSilent: true };
  });
  const waiting = pause(askWithin, { ...nothingSaid, isSilent: true }, { signal: late.signal });
  try {
    return await Promise.race([asking, waiting]);
  } finally {
    late.abort();
  }
}

async function ask(ctx: Context, around: RecordFacts, known: LoggedContact | null): Promise<Said> {
  const { crm } = ctx;
  const { address } = around.conversation;
  const chosen = known === null ? null : contactOf(known, address);
  const isAsked = chosen === null || !crm.capabilities.everyNumberKnown;
  const [found, ofChosen] = await Promise.all([
    isAsked ? byNumber(ctx, around, askWithin) : null,
    chosen === null ? [] : associationsOf(ctx, chosen),
  ]);
  const candidates = several(found);
  if (chosen !== null) {
    const isSilent = found !== null && found.trouble !== null;
    return { contact: known, candidates, associations: ofChosen, isSilent };
  }
  if (found !== null && found.trouble !== null) return { ...nothingSaid, isSilent: true };
  const contact = onlyOne(found);
  if (contact === null) return { ...nothingSaid, candidates };
  const { id, type, name } = contact;
  const associations = await associationsOf(ctx, contact);
  return { contact: { id, type, name }, candidates, associations, isSilent: false };
}

async function associationsOf({ crm }: Context, contact: CrmContact): Promise<readonly Association[]> {
  return (await crm.listAssociations?.(contact)) ?? [];
}

function several(found: Candidates | null): readonly CrmContact[] {
  return found === null || found.more || found.contacts.length < 2 ? [] : found.contacts;
}

function onlyOne(found: Candidates | null): CrmContact | null {
  const [only, other] = found?.contacts ?? [];
  return only === undefined || other !== undefined || found?.more ? null : only;
}

function belongsOf(associations: readonly Association[], { associations: before }: FilledLog): Belongs[] {
  const kinds = new Map<string, Association[]>();
  for (const one of associations) kinds.set(one.kind, [...(kinds.get(one.kind) ?? []), one]);
  return [...kinds].map(([kind, all]) => {
    const chosen = before[kind] ?? null;
    const isKnown = chosen === null || all.some(({ id }) => id === chosen);
    const options = all.map(({ id, name }) => ({ value: id, label: name }));
    return {
      kind,
      kindName: all[0]?.kindName ?? kind,
      options: isKnown ? options : [{ value: chosen, label: "As it was chosen before" }, ...options],
    };
  });
}

/** The only one of its kind is meant. */
function chosenAlready(belongs: readonly Belongs[], { associations }: FilledLog): FilledLog["associations"] {
  return Object.fromEntries(
    belongs.map(({ kind, options }) => {
      const only = options.length === 1 ? (options[0]?.value ?? null) : null;
      return [kind, associations[kind] ?? only];
    }),
  );
}
