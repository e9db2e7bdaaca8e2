/** What is logged to the CRM: records with a wanted and a written version, and what of them stands there. */
import type {
  Address,
  ConversationId,
  CrmContactId,
  EpisodeId,
  LogReference,
  RecordId,
  RecordKey,
  SlackTs,
  Username,
} from "../../../domain/ids.ts";
import type { Additions, RecordHold } from "../../../domain/record.ts";
import type { Message } from "./messages.ts";
import type { Reply } from "./replies.ts";

export interface LogRecord {
  readonly id: RecordId;
  /** What it is of: the same day or stretch has one. */
  readonly key: RecordKey;
  readonly kind: "day" | "episode" | "selected";
  readonly conversationId: ConversationId;
  /** The stretch that it is of; of a day, the newest that it has texts of: its card tells of it. */
  readonly episodeId: EpisodeId;
  readonly localDay: string | null;
  /** The CRM that it stands in, or is for. */
  readonly crm: string;
  /** Grows whenever it is to be written anew; 0: it is not to be written. */
  readonly wanted: number;
  /** What of that the CRM holds; 0: nothing. */
  readonly written: number;
  /** Why it is not written, although it is wanted; null: nothing keeps it. */
  readonly hold: RecordHold | null;
  /** That in words, for people. */
  readonly reason: string | null;
  /** Whom it is logged on. */
  readonly contact: LoggedContact | null;
  /** Who chose that, where somebody did. */
  readonly chosenBy: Username | null;
  readonly additions: Additions;
  readonly writtenAt: number | null;
  /** Since when somebody waits for it to be written: then it is not put off. */
  readonly askedAt: number | null;
  readonly createdAt: number;
}

export interface LoggedContact {
  readonly id: CrmContactId;
  readonly type: string | null;
  readonly name: string;
}

/** What a record is of. A day, where one is said; else the stretch. */
export interface RecordedPlace {
  readonly conversationId: ConversationId;
  readonly episodeId: EpisodeId;
  readonly localDay: string | null;
}

/** What of a record stands in the CRM. */
export interface RecordPart {
  readonly recordId: RecordId;
  /** From 1. */
  readonly number: number;
  /** Null while it is not known to stand there. */
  readonly reference: LogReference | null;
  readonly url: string | null;
  readonly contactId: CrmContactId | null;
  /** Since when an attempt to make it may have had its effect. */
  readonly triedAt: number | null;
  /** A digest of what it says. */
  readonly digest: string | null;
}

export interface StandingRecord {
  readonly record: LogRecord;
  /** Of its first part; null where nothing stands, or the CRM gives none. */
  readonly url: string | null;
}

export interface RecordBacklog {
  readonly owed: number;
  /** Since when the oldest of them is there. Milliseconds since 1970; null where none is. */
  readonly oldestOwed: number | null;
  readonly held: readonly { readonly hold: RecordHold; readonly count: number }[];
}

export interface Records {
  get(id: RecordId): Promise<LogRecord | null>;
  atKey(key: RecordKey): Promise<LogRecord | null>;
  /** The one that tells of this day of a conversation, or of this stretch of it: where there are several, the first that was made. */
  standing(what: RecordedPlace): Promise<LogRecord | null>;
  /** Those of a stretch, the newest first, with where people see what of them stands: at most so many. */
  withUrls(episode: EpisodeId, limit: number): Promise<StandingRecord[]>;
  /** All of a stretch, the oldest first. */
  allOfEpisode(episode: EpisodeId): Promise<LogRecord[]>;
  /** Of all that were ever written, so many behind one of them, by id. */
  written(after: RecordId | null, limit: number): Promise<LogRecord[]>;
  insert(record: LogRecord): Promise<void>;
  update(id: RecordId, change: Partial<Omit<LogRecord, "id" | "key">>): Promise<void>;
  /** Those of a contact that are held for one of these reasons, the oldest first. */
  heldOf(address: Address, holds: readonly RecordHold[]): Promise<LogRecord[]>;
  /** Those for another CRM than this that are held for one of these reasons: at most so many, the oldest first. */
  heldElsewhere(crm: string, holds: readonly RecordHold[], limit: number): Promise<LogRecord[]>;
  /** For metrics: how many are wanted and not held, and how many are held. */
  backlog(): Promise<RecordBacklog>;
  parts(id: RecordId): Promise<RecordPart[]>;
  /** New, or in place of the one of this number. */
  putPart(part: RecordPart): Promise<void>;
  dropPart(id: RecordId, number: number): Promise<void>;
  /** The texts of a conversation that count for a day, in the order in which they were written. */
  textsOfDay(conversation: ConversationId, day: string): Promise<Message[]>;
  /** When those of a conversation came in that time that belong to no stretch of it: their contact was blocked. */
  cameOutside(conversation: ConversationId, from: number, until: number): Promise<number[]>;
  /** Notes of a stretch that stand, oldest first. */
  notesOf(episode: EpisodeId): Promise<Reply[]>;
  /** Those of all stretches of a conversation that were written in that time, oldest first. */
  notesBetween(conversation: ConversationId, from: SlackTs, until: SlackTs): Promise<Reply[]>;
}
