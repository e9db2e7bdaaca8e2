/** All that a record is told from, of one moment: our own rows, and nothing that a CRM holds. */

import type { TemplateId } from "../../domain/ids.ts";
import { localDay } from "../../domain/local-day.ts";
import { ownerZone } from "../../domain/owner-zone.ts";
import { toMilliseconds, toSlackTs } from "../../domain/slack-time.ts";
import type { People } from "../contracts/store/directories.ts";
import type { EpisodeEvent } from "../contracts/store/episode-events.ts";
import type { WholeEpisode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { LogRecord } from "../contracts/store/records.ts";
import type { Reply } from "../contracts/store/replies.ts";
import type { Tx } from "../contracts/store/store.ts";
import { policyOf } from "./policy-of.ts";

export interface DigestRows extends WholeEpisode {
  readonly record: LogRecord;
  readonly people: People;
  /** By whose clock it is told. */
  readonly zone: string;
  /** Without those that have not left, or never will. */
  readonly texts: readonly Message[];
  readonly notes: readonly Reply[];
  readonly events: readonly EpisodeEvent[];
  /** Texts that came while their number was blocked. */
  readonly leftOut: number;
  readonly templates: ReadonlyMap<TemplateId, string>;
}

const untold: ReadonlySet<Message["state"]> = new Set(["waiting", "queued", "cancelled"]);

/** It came, left, or was tried. */
export function isTold({ state }: Message): boolean {
  return !untold.has(state);
}

/** When it came, or began to leave. */
export function toldAt({ sendingAt, writtenAt }: Message): number {
  return sendingAt ?? writtenAt;
}

type Said = Pick<DigestRows, "texts" | "notes" | "events" | "leftOut">;

export async function digestRows(tx: Tx, record: LogRecord): Promise<DigestRows> {
  const whole = await tx.episodes.whole(record.episodeId);
  if (whole === null) throw new Error("a record without its conversation");
  const people = await tx.directories.people();
  const { logNotes } = await policyOf(tx, whole.conversation, whole.episode.channel);
  const zone = ownerZone(people.directory, whole.conversation.owner);
  const { texts: all, notes, ...said } = await readers[record.kind](tx, record, whole, zone);
  const texts = all.filter(isTold);
  const ids = new Set(texts.flatMap(({ templateId }) => templateId ?? []));
  const templates = ids.size === 0 ? new Map<TemplateId, string>() : await tx.templates.names([...ids]);
  return { ...whole, ...said, record, people, zone, texts, notes: logNotes ? notes : [], templates };
}

type Reader = (tx: Tx, record: LogRecord, whole: WholeEpisode, zone: string) => Promise<Said>;

const readers: Readonly<Record<LogRecord["kind"], Reader>> = { day: ofDay, episode: ofEpisode, selected };

const hour = 3_600_000;

/** A day of a conversation, whichever stretches it has texts in. */
async function ofDay(tx: Tx, { localDay: day }: LogRecord, whole: WholeEpisode, zone: string): Promise<Said> {
  if (day === null) throw new Error("a record of a day that has none");
  const { id } = whole.conversation;
  // Wherever on earth it is told, it lies in this time.
  const begins = Date.parse(`${day}T00:00:00Z`);
  const [from, until] = [begins - 14 * hour, begins + 36 * hour];
  const isThatDay = (at: number) => localDay(at, zone) === day;
  const texts = await tx.records.textsOfDay(id, day);
  const notes = await tx.records.notesBetween(id, toSlackTs(from), toSlackTs(until));
  const events = await tx.episodeEvents.between(id, from, until);
  const outside = await tx.records.cameOutside(id, from, until);
  return {
    texts: texts.filter(({ episodeId }) => episodeId !== null),
    notes: notes.filter(({ ts }) => isThatDay(toMilliseconds(ts))),
    events: events.filter(({ at }) => isThatDay(at)),
    leftOut: outside.filter(isThatDay).length,
  };
}

async function ofEpisode(tx: Tx, _: LogRecord, { episode, conversation }: WholeEpisode): Promise<Said> {
  const { id, openedAt, resolvedAt, state } = episode;
  const until = state === "open" ? Number.MAX_SAFE_INTEGER : (resolvedAt ?? openedAt);
  return {
    texts: await tx.messages.ofEpisode(id),
    notes: await tx.records.notesOf(id),
    events: await tx.episodeEvents.of(id),
    leftOut: (await tx.records.cameOutside(conversation.id, openedAt, until)).length,
  };
}

async function selected(tx: Tx, { additions: { messages = [] } }: LogRecord): Promise<Said> {
  return { texts: await tx.messages.getAll(messages), notes: [], events: [], leftOut: 0 };
}
