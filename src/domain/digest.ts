/** The text of one record: a day of a direct conversation, a whole stretch of a shared one, or texts that somebody chose. */
import type { MessageId } from "./ids.ts";
import type { Named } from "./transcript.ts";

export interface Digest {
  readonly kind: "day" | "episode" | "selected";
  readonly contact: Named;
  /** The lines that its texts came to or left from. */
  readonly lines: readonly Named[];
  /** Whose it is, where it is a member's. */
  readonly owner: string | null;
  /** Who of the team has it now. */
  readonly assignee: string | null;
  /** The members who took part, by name, in the order in which they did. */
  readonly members: readonly string[];
  /** An IANA name: in it all times are told. */
  readonly zone: string;
  /** Of a day: `2026-01-31`. */
  readonly day: string | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Null while it is open; of what nobody resolves (a day, chosen texts, a list's text), when the last of it was said. */
  readonly endedAt: number | null;
  /** Somebody resolves it, and then it has an end: open or not. */
  readonly resolvable: boolean;
  /** Texts that are left out, as they came while their number was blocked. */
  readonly leftOut: number;
  /** In order. */
  readonly entries: readonly DigestEntry[];
  /** The Slack thread. */
  readonly link: string | null;
  readonly note: string | null;
  readonly disposition: string | null;
}

export type DigestEntry = DigestText | DigestNote | DigestEvent;

export interface DigestText {
  readonly kind: "text";
  readonly id: MessageId;
  readonly at: number;
  readonly direction: "in" | "out";
  readonly author: string;
  /** As people write it; of one of ours, the line's. */
  readonly number: string | null;
  readonly words: string;
  readonly contentTypes: readonly string[];
  /** What people have to know of how it ended: `not delivered: The phone is off.`; null: it came, or left. */
  readonly trouble: string | null;
  readonly automatic: boolean;
  /** One of many with the same words. */
  readonly toMany: boolean;
  /** The name of the template that it was filled from, empty where that is forgotten; null: it is of none. */
  readonly template: string | null;
}

export interface DigestNote {
  readonly kind: "note";
  readonly at: number;
  readonly author: string;
  readonly words: string;
  /** How many files hang on it. */
  readonly files: number;
}

export interface DigestEvent {
  readonly kind: "event";
  readonly at: number;
  /** A whole sentence: "Ana assigned it to Ben." */
  readonly sentence: string;
}

export type DigestForm = "text" | "html" | "markdown";

/** As a CRM is given it. */
export interface Rendered {
  readonly subject: string;
  readonly body: string;
}
