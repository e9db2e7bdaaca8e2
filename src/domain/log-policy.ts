/**
 * What is logged, when, and on whom: for all, for a line or a group, and for a member where the admin leaves it to them. The narrower wins,
 * unless a wider one is locked for members.
 */
import type { E164, Username } from "./ids.ts";

export const UNKNOWN_CONTACT = ["ask", "placeholder", "skip"] as const;
export type UnknownContact = (typeof UNKNOWN_CONTACT)[number];

export const SEVERAL_CONTACTS = ["ask", "most_recent", "first_by_name", "earliest"] as const;
export type SeveralContacts = (typeof SEVERAL_CONTACTS)[number];

export const LOG_SHARED = ["at_resolve", "from_first_message"] as const;
export type LogShared = (typeof LOG_SHARED)[number];

export const WRITE_LOG = ["as_it_grows", "once"] as const;
export type WriteLog = (typeof WRITE_LOG)[number];

/** Every policy with its value. */
export interface LogPolicy {
  readonly autoLog: boolean;
  /** The logging page opens after the first message of a day that a member sends in a conversation; only where `autoLog` is on. */
  readonly popupAfterFirst: boolean;
  readonly unknownContact: UnknownContact;
  /** What a placeholder's name begins with. */
  readonly namePrefix: string;
  /** What kind of contact is made, a word of the CRM's; null: its first. */
  readonly contactType: string | null;
  readonly severalContacts: SeveralContacts;
  readonly logShared: LogShared;
  /** An open shared conversation that is silent for so long is logged; 0: only when it is resolved. */
  readonly logOpenAfterHours: number;
  readonly logNotes: boolean;
  readonly write: WriteLog;
  readonly doNotLog: readonly E164[];
}

/** What a policy is set to, and whether members may set it for themselves. */
export interface Ruled<T> {
  readonly value: T;
  readonly customizable: boolean;
}

/** What `crm:` of the directory, of a line or of a group says; what it does not say is the wider one's. */
export type LogRules = {
  readonly [Name in keyof LogPolicy]?: Ruled<LogPolicy[Name]>;
} & {
  /** Whose the records are in the CRM, where their e-mail does not tell; at the top level alone. */
  readonly owners?: Readonly<Record<Username, string>>;
};

/** What holds where nobody says anything. */
export const defaultLogPolicy: LogPolicy = {
  autoLog: true,
  popupAfterFirst: false,
  unknownContact: "ask",
  namePrefix: "SMS contact",
  contactType: null,
  severalContacts: "ask",
  logShared: "at_resolve",
  logOpenAfterHours: 72,
  logNotes: true,
  write: "as_it_grows",
  doNotLog: [],
};
