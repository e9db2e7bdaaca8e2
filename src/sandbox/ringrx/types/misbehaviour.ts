/** What the stand-in can be told to do wrong, and what becomes of texts. */

export type RrxCall = "token" | "send" | "callback";

export type RrxMisbehaviourKind =
  /** The answer, or the callback, comes `ms` late. */
  | "delay"
  /** API: nothing is done, and `status` is answered (500; 0 cuts the connection). Callback: it never gets there. */
  | "fail"
  /** API: it is done, but the connection is cut before the answer. Callback: it gets there, but its answer is lost. */
  | "dropAnswer"
  /** API only: it is done, and answered with `status` (as it was) and `body` instead. */
  | "garble"
  /** Kept until `release()`: the answer (API, after doing it) or the callback. */
  | "hold"
  /** Callbacks only: posted twice. */
  | "duplicate"
  /** Callbacks only: posted after the next one. */
  | "reorder";

/** What becomes of the next texts that are sent through the API. */
export interface RrxOutcomeSpec {
  readonly outcome: RrxOutcome;
  readonly to?: string;
  /** For how many texts; 1 when absent. */
  readonly times?: number;
}

export type RrxOutcome =
  /** The API refuses; `status` is the HTTP status, 422 when absent. */
  | { readonly kind: "reject"; readonly status?: number }
  /** Accepted and delivered to the phone: of that nobody is told anyway. */
  | { readonly kind: "silent" }
  /** Accepted, and dropped on the way. */
  | { readonly kind: "drop" };

export interface RrxMisbehaviour {
  readonly match: RrxCall;
  readonly kind: RrxMisbehaviourKind;
  /** For how many calls or callbacks; 1 when absent. */
  readonly times?: number;
  readonly ms?: number;
  readonly status?: number;
  /** Empty when absent. */
  readonly body?: string;
}
