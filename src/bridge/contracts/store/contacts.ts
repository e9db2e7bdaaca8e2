/** A contact's name, whether it is blocked, and all that is kept of one, whatever its table: to be shown to them, and to be erased. */
import type { Contact } from "../../../domain/contact.ts";
import type { Address, ContactId, NoticeId, Username } from "../../../domain/ids.ts";

export interface Contacts {
  /** Null where nothing is known of it. */
  find(address: Address): Promise<StoredContact | null>;
  /**
   * Those whose name, given at the desk or by the directory, holds all words, and those whose number holds the digits: the best first.
   * Without words, all that have a name. Asked while somebody types: what it asks of the database does not grow with what is stored.
   */
  search(typed: string, limit: number): Promise<FoundContact[]>;
  /** Of many at once: those of whom something is known, in no order. */
  among(addresses: readonly Address[]): Promise<Known[]>;
  /** Null takes the name away. */
  giveName(contact: ContactId, name: string | null, by: Username, at: number): Promise<void>;
  describe(contact: ContactId, details: ContactDetails): Promise<void>;
  /** Keeps what is said of each, known before or not; null leaves it as it is. */
  putAll(contacts: readonly NewDetails[], at: number): Promise<void>;
  /** All of whom something is written down here: a name, where they are, for whom they work, or that they are several. By number. */
  described(): Promise<StoredContact[]>;
  /** The open question whether it wants to opt out; null: there is none any more. */
  setReview(contact: ContactId, review: NoticeId | null): Promise<void>;
  /** From now on its texts are kept, counted, and shown to nobody. */
  block(contact: ContactId, by: Username, at: number): Promise<void>;
  unblock(contact: ContactId): Promise<void>;
  /** One more text of a blocked one. */
  countBlocked(contact: ContactId): Promise<void>;
  /** Null for one that is not blocked. */
  blockedOne(of: { readonly contact: ContactId } | { readonly address: Address }): Promise<Blocked | null>;
  /** All that are blocked, the newest first. */
  blocked(): Promise<Blocked[]>;
  /** In the order in which it may be erased. Asked by people, now and then: it may read whole tables. */
  rowsOf(address: Address): Promise<KeptRow[]>;
  /** Whether something of these is being handed over, or posted since that moment; of a card that was tried, nobody knows where it stands. */
  areUnderWay(rows: readonly KeptRow[], since: number): Promise<boolean>;
  /** Erases these; of what others hang on, only what nothing hangs on any more. */
  erase(rows: readonly KeptRow[]): Promise<void>;
}

export interface StoredContact extends Contact {
  readonly id: ContactId;
  /** An IANA name, where somebody said where they are. */
  readonly timeZone: string | null;
  /** For whom they work, where somebody said so here. */
  readonly company: string | null;
  readonly blockedAt: number | null;
}

/** What people say of a contact beside its name. */
export type ContactDetails = Pick<StoredContact, "timeZone" | "shared" | "company">;

export interface NewDetails {
  /** Where it is not known yet. */
  readonly id: ContactId;
  readonly address: Address;
  readonly name: string | null;
  readonly company: string | null;
  readonly timeZone: string | null;
  readonly shared: boolean | null;
}

export interface FoundContact extends Omit<StoredContact, "id"> {
  /** Null for one whom only the directory knows. */
  readonly id: ContactId | null;
  /** What it is called, also where several people share the number: then it is not to be shown (`labelOf`). */
  readonly name: string | null;
}

/** What bears on whether a contact may be texted. */
export interface Known extends Contact {
  readonly id: ContactId;
  /** Whether the ledger of opt-outs has a row of it: only then is it asked. */
  readonly inLedger: boolean;
  /** The open question whether it wants to opt out. */
  readonly review: NoticeId | null;
  readonly blockedAt: number | null;
  readonly timeZone: string | null;
  readonly company: string | null;
}

export interface Blocked extends Contact {
  readonly id: ContactId;
  readonly at: number;
  readonly by: Username;
  /** How many came since. */
  readonly texts: number;
}

export interface KeptRow {
  readonly table: string;
  /** By column; what is sealed where it lies is readable here. */
  readonly values: Readonly<Record<string, string | number | null>>;
}
