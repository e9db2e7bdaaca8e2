/** What every kind of job says of itself: what the outbox sorts by, and what becomes of one that fails. */

/** Whom it calls, `media` being a carrier that is asked for a file: each has places of its own at the worker, so that one that hangs holds up no other. */
export type Callee = "carrier" | "desk" | "crm" | "media";

/** Whose turn at the desk it needs; null: none. */
export type Pace = "post" | "refresh" | "mark" | "unmark" | "tell" | "home";

export type Loss =
  /** What is said in a conversation, to customers, by them and about them. */
  | "never"
  /** What one person must be told: it ends where they can't be. */
  | "undeliverable"
  /** What only shows how things stand: given up after a few tries. */
  | "tolerable";

/** Whether it shows again what is known, as marks, cards and Homes do: whatever says something new goes before it. */
export function onlyShows({ pace, loss }: Pick<JobTraits, "pace" | "loss">): boolean {
  return loss === "tolerable" && pace !== null && showing.includes(pace);
}

/** The turns that are needed by what only shows. */
export const showing: readonly Pace[] = ["refresh", "mark", "unmark", "home"];

export interface JobTraits {
  readonly callee: Callee;
  readonly pace: Pace | null;
  /** Lower goes first when not all can: customers' words and failures, then what people wait to be told, then what only looks. */
  readonly priority: number;
  readonly loss: Loss;
}
