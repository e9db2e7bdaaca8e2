/**
 * What the bridge asks of the system where a team keeps its customers. A vendor is one folder under `crm/` that fulfils this, and one line in
 * the registry. What a vendor lacks is a capability or an absent optional member.
 */
import type { Digest } from "../../domain/digest.ts";
import type { Finding } from "../../domain/finding.ts";
import type { Address, CrmContactId, LogReference, RecordKey } from "../../domain/ids.ts";

export interface Crm {
  /** The word in `CRM=`. */
  readonly name: string;
  /** As people write it: "HubSpot". */
  readonly title: string;
  readonly capabilities: CrmCapabilities;

  /**
   * Those that may be meant: by number in every form that it may hold, so that the caller compares in E.164; or by a part of the name. May
   * throw `CrmError`; is retried freely.
   */
  findContacts(by: ContactQuery): Promise<FoundContacts>;

  /** Makes one, once: it is never retried inside. Does not throw; what can't be told from "made, but the answer was lost" is `unknown`. */
  createContact(contact: NewCrmContact): Promise<CreateOutcome>;

  /**
   * Makes the record, or writes it anew where `existing` says which one; once, never retried inside. Never reads what it holds. Does not
   * throw; what can't be told from "done, but the answer was lost" is `unknown`.
   */
  writeLog(log: LogEntry, existing: LogReference | null): Promise<WriteOutcome>;

  /**
   * Looks for a record whose making is uncertain, in the contact's own list: by our key, never by its words. `absent` proves nothing, since
   * lists lag, and is all that can be said where there is no list. May throw `CrmError`; is retried. Left out where making it again under
   * the same key makes no second one, also while it is being made.
   */
  findLog?(key: RecordKey, part: number, contact: CrmContact): Promise<FindLogOutcome>;

  /** Deals, matters, tickets of a contact. May throw `CrmError`; is retried. */
  listAssociations?(contact: CrmContact): Promise<readonly Association[]>;

  /** Who may own a record. May throw `CrmError`; is retried. */
  listUsers?(): Promise<readonly CrmUser[]>;

  /**
   * How long it is better left alone, by what it allows and what it said: milliseconds, 0 where it may be asked. Whoever asks all the same is
   * told `later`. Absent: it may always be asked.
   */
  freeIn?(): number;

  /** For `doctor` and readiness: is it reachable, do the credentials work, may we write what we write. Never throws. */
  verify(): Promise<Finding[]>;
}

export interface CrmCapabilities {
  /** In what form it shows a log best. `own`: it gets the digest itself. */
  readonly form: "text" | "html" | "markdown" | "own";
  /** The longest body that it takes, in UTF-16 code units. */
  readonly maxBody: number;
  /** What kinds of contact can be made, the usual one first; empty: there is one kind, or none can be made. */
  readonly contactTypes: readonly NamedValue[];
  readonly createsContacts: boolean;
  readonly searchesNames: boolean;
  /** Every number has exactly one contact by itself: nobody is ever asked. */
  readonly everyNumberKnown: boolean;
}

export interface NamedValue {
  readonly value: string;
  readonly name: string;
}

export type ContactQuery = { readonly phone: Address } | { readonly name: string };

export interface FoundContacts {
  readonly contacts: readonly CrmContact[];
  /** There are more that are not told. */
  readonly more: boolean;
}

export interface CrmContact {
  readonly id: CrmContactId;
  readonly name: string;
  /** One of the capabilities' kinds, where there are such. */
  readonly type: string | null;
  readonly company: string | null;
  /** Every number that it has, as the CRM holds them. */
  readonly phones: readonly string[];
  /** Milliseconds since 1970. */
  readonly createdAt: number | null;
  readonly lastActivityAt: number | null;
}

export interface NewCrmContact {
  readonly phone: Address;
  readonly name: string;
  readonly type: string | null;
}

export type CreateOutcome =
  | { readonly kind: "created"; readonly contact: CrmContact }
  | CrmRefusal
  | { readonly kind: "unknown"; readonly reason: string };

export interface LogEntry {
  /** What the CRM knows it by, where it has a place for that. */
  readonly key: RecordKey;
  /** Which piece of how many: larger records are split. */
  readonly part: number;
  readonly parts: number;
  readonly contact: CrmContact;
  readonly subject: string;
  /** In the form that the capabilities name; for `own`, as text. */
  readonly body: string;
  readonly digest: Digest;
  /** The CRM's id of its owner; null: the app's own user. */
  readonly owner: string | null;
  /** By kind: the CRM's id. */
  readonly associations: Readonly<Record<string, string>>;
}

export type WriteOutcome =
  | { readonly kind: "written"; readonly reference: LogReference; readonly url: string | null }
  | CrmRefusal
  | AssociationGone
  /** It may or may not have been done. `reason` is for the log: no numbers, no bodies. */
  | { readonly kind: "unknown"; readonly reason: string };

/** Certain: nothing was done. */
export type CrmRefusal =
  /** It comes again by itself: a limit, an outage, a token. */
  | { readonly kind: "later"; readonly afterMs: number | null; readonly reason: string }
  /** It does not come again by itself. The sentence is plain and safe to show. */
  | {
      readonly kind: "rejected";
      readonly why: "invalid" | "forbidden" | "contact_gone" | "record_gone";
      readonly sentence: string;
    };

/** Something that it was to belong to is not there any more: it comes again without, and somebody is asked. */
export interface AssociationGone {
  readonly kind: "association_gone";
  /** As the associations' kinds. */
  readonly kinds: readonly string[];
  /** Plain and safe to show. */
  readonly sentence: string;
}

export type FindLogOutcome =
  | { readonly kind: "found"; readonly reference: LogReference; readonly url: string | null }
  | { readonly kind: "absent" };

export interface Association {
  /** What it is: `deal`, `ticket`. */
  readonly kind: string;
  /** That in a word for people: "Deal". */
  readonly kindName: string;
  readonly id: string;
  readonly name: string;
}

/** What a CRM's folder has kept for it: it never sees the store. */
export interface CrmKeeping {
  /** What lets it in again; sealed where it lies. */
  readToken(name: string): Promise<string | null>;
  /** Resolves once it is on the disk: a token that works once is kept before it is used. */
  keepToken(name: string, token: string): Promise<void>;
  /** The same, only where `before` (null: nothing) still stands: says whether it did. So of several processes on one database one goes on. */
  replaceToken(name: string, before: string | null, token: string): Promise<boolean>;
  /** Our own contacts, and our own logs: for the CRM that is this database. */
  findOwn(by: ContactQuery): Promise<FoundContacts>;
  nameOwn(contact: NewCrmContact): Promise<CrmContact>;
  putLog(log: LogEntry): Promise<void>;
}

export interface CrmUser {
  readonly id: string;
  readonly name: string;
  /** Lower case. */
  readonly email: string | null;
}
