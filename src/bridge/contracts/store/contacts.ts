/** A contact's name, and all that is kept of one, whatever its table: to be shown to them, and to be erased. */
import type { Address, ContactId, NoticeId, Username } from "../../../domain/ids.ts";

export interface Contacts {
  /** What somebody called it at the desk; null where nobody did, and where nothing is known of it. */
  givenName(address: Address): Promise<string | null>;
  /** Null takes the name away. */
  giveName(contact: ContactId, name: string | null, by: Username, at: number): Promise<void>;
  /** The open question whether it wants to opt out; null: there is none any more. */
  setReview(contact: ContactId, review: NoticeId | null): Promise<void>;
  /** In the order in which it may be erased. Asked by people, now and then: it may read whole tables. */
  rowsOf(address: Address): Promise<KeptRow[]>;
  /** Whether something of these is being handed over, or posted since that moment; of a card that was tried, nobody knows where it stands. */
  areUnderWay(rows: readonly KeptRow[], since: number): Promise<boolean>;
  /** Erases these; of what others hang on, only what nothing hangs on any more. */
  erase(rows: readonly KeptRow[]): Promise<void>;
}

export interface KeptRow {
  readonly table: string;
  /** By column; what is sealed where it lies is readable here. */
  readonly values: Readonly<Record<string, string | number | null>>;
}
