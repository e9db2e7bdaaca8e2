/**
 * A carrier's own shared inbox: one thread for two numbers, until it is resolved; then the next text makes another. Who answers, who has it
 * and that it is done are kept the same there and here.
 */
import type { Address, CarrierThreadId, E164, LoginName } from "../../domain/ids.ts";

export interface CarrierThreads {
  /** After how many hours without texts it closes a thread by itself; absent: it does not say. */
  readonly closesAfterHours?: number;
  /**
   * Gives a thread to the user of a login, or to nobody. Resolves with what became of it; may throw `CarrierError` where that can't be told: it
   * may be repeated.
   */
  assign(thread: CarrierThreadId, to: LoginName | null, by: LoginName): Promise<ThreadOutcome>;
  resolve(thread: CarrierThreadId, by: LoginName): Promise<ThreadOutcome>;
  /** Writes a note into it. Not repeated where its answer is lost. */
  note(thread: CarrierThreadId, text: string, by: LoginName): Promise<NoteOutcome>;
  /** Has one that its login wrote say something else; null takes it away. May throw `CarrierError`: it may be repeated. */
  changeNote(note: KnownNote, text: string | null, by: LoginName): Promise<ThreadOutcome>;
}

/** By the id under which its events tell of it. */
export interface KnownNote {
  readonly id: string;
  readonly thread: CarrierThreadId;
}

export type NoteOutcome =
  /** By the id under which its events tell of it. */
  { readonly kind: "done"; readonly id: string } | Exclude<ThreadOutcome, { readonly kind: "done" }>;

export type ThreadOutcome =
  | { readonly kind: "done" }
  /** It is resolved there already, or gone. */
  | { readonly kind: "over" }
  | { readonly kind: "refused"; readonly code: string; readonly sentence: string }
  /** Whether it was done can't be told. For the log. */
  | { readonly kind: "unknown"; readonly reason: string };

/** How a thread stands there. May be told again, and out of order: the newest `at` leads. */
export interface CarrierThreadEvent {
  readonly kind: "thread";
  readonly thread: CarrierThreadId;
  readonly line: E164;
  readonly contact: Address;
  readonly state: "open" | "resolved" | "deleted";
  /** Why it is not open: a person did it, nobody wrote for so long, its line or owner is gone. Null while it is. */
  readonly reason: "person" | "silence" | "line_gone" | null;
  /** Who has it: by a login of ours where it is one, and as the carrier calls them. Null: nobody. */
  readonly assignee: { readonly login: LoginName | null; readonly name: string } | null;
  /** Who did the last thing that it tells of, where it says so. */
  readonly by: { readonly login: LoginName | null; readonly name: string } | null;
  readonly at: Date;
}

/** A note that somebody wrote into a thread there. */
export interface ThreadNoteEvent {
  readonly kind: "thread_note";
  readonly id: string;
  readonly thread: CarrierThreadId;
  readonly line: E164;
  readonly contact: Address;
  readonly author: { readonly login: LoginName | null; readonly name: string } | null;
  /** Null: it was deleted there. */
  readonly text: string | null;
  readonly at: Date;
}
