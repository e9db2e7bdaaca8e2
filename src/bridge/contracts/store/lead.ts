/**
 * Of all that run on one database, one at a time works off its outbox, keeps the desk's pace and looks back after gaps: who has the
 * lead. All others take in what comes, decide and acknowledge, and leave the rest to it. On an engine where one process alone can
 * run, that one always has it.
 */
import type { Store } from "./store.ts";

export interface Lead {
  /** Whether others may run on the same database. */
  readonly isShared: boolean;
  /** Takes it where nobody has it, or who had it has shown no sign of life for too long. Null: another one has it. */
  take(): Promise<Term | null>;
  /** Who has it; null: nobody, just now. */
  holder(): Promise<Holder | null>;
}

/** From the moment in which it was taken until it is lost. */
export interface Term {
  /** Whatever is claimed or recorded by it is so only while the lead is held: afterwards each transaction fails with `lead`. */
  readonly store: Store;
  /** Grows with each term, whoever has it. */
  readonly number: number;
  /** Aborted once it is lost. */
  readonly lost: AbortSignal;
  /** Hears whenever another one has written what may be due. A missed word costs no more than the wait until the next look. */
  onNews(hear: () => void): void;
  /** Gives it up, so that another one can take it at once. */
  leave(): Promise<void>;
}

export interface Holder {
  /** As it calls itself: its host and process. */
  readonly name: string;
  readonly isUs: boolean;
  /** Milliseconds since 1970, by the database's clock. */
  readonly since: number;
  readonly number: number;
}
