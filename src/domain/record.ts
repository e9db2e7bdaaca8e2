/** A record: what is logged to the CRM together, and how far that is. */
import type { ConversationId, EpisodeId, MessageId, RecordKey } from "./ids.ts";

/** Why a record is not written, although there is something to write. */
export type RecordHold =
  /** Logging by itself is off: somebody may log it by hand. */
  | "off"
  /** The rules leave it out; it is listed, and may be logged by hand. */
  | "skipped"
  /** The CRM has no contact of this number, or several: somebody chooses. */
  | "contact"
  /** The contact has several deals, matters or tickets: somebody chooses. */
  | "association"
  /** It may stand in the CRM or not, and the CRM's own list did not tell: somebody looks. */
  | "uncertain"
  /** The CRM does not take it as it is. */
  | "rejected"
  /** Somebody deleted it in the CRM. */
  | "deleted";

/** Where nothing says more of it. */
export const holdWords: Readonly<Record<RecordHold, string>> = {
  off: "Logging by itself is off.",
  skipped: "The rules leave it out.",
  contact: "Somebody has to choose the contact.",
  association: "Somebody has to choose what it belongs to.",
  uncertain: "It may stand there already: somebody has to look.",
  rejected: "It was not taken.",
  deleted: "Somebody deleted it there.",
};

export const RECORD_HOLDS = Object.keys(holdWords) as readonly RecordHold[];

/** What a person has to decide; the others only want to be seen. */
export function isAsked(hold: RecordHold | null): boolean {
  return hold !== null && hold !== "off" && hold !== "skipped";
}

/** Whether it is not written meanwhile. What it belongs to beside its contact is asked while it stands there without. */
export function keepsBack(hold: RecordHold | null): boolean {
  return hold !== null && hold !== "association";
}

/** What somebody added to a record by hand. */
export interface Additions {
  readonly note?: string;
  readonly disposition?: string;
  /** By the kind of what it is associated with, as the CRM's folder names it: the CRM's id. */
  readonly associations?: Readonly<Record<string, string>>;
  /** Of one that holds chosen texts alone. */
  readonly messages?: readonly MessageId[];
}

export function dayKey(conversation: ConversationId, day: string): RecordKey {
  return `day:${conversation}:${day}` as RecordKey;
}

export function episodeKey(episode: EpisodeId): RecordKey {
  return `episode:${episode}` as RecordKey;
}

/** @param first the first of the chosen texts, and how many they are: choosing the same again makes the same record. */
export function selectedKey(episode: EpisodeId, first: MessageId, count: number): RecordKey {
  return `selected:${episode}:${first}:${count}` as RecordKey;
}
