/** What becomes of texts, and what the stand-in can be told to do wrong. */

/** What becomes of the next texts that are sent through the API. */
export interface HttpOutcomeSpec {
  readonly outcome: HttpOutcome;
  /** Only texts to, or from, that number. */
  readonly to?: string;
  readonly from?: string;
  /** For how many texts; 1 when absent. */
  readonly times?: number;
}

export type HttpOutcome =
  /** The API refuses with this word: "opted_out"; `status` is the HTTP status, 422 when absent. */
  | { readonly kind: "reject"; readonly code: string; readonly status?: number }
  /** The API takes no more for so many seconds: 429, with `Retry-After`. */
  | { readonly kind: "busy"; readonly seconds: number }
  /** Accepted, then reported with this word; `status` is `undeliverable` when absent. */
  | {
      readonly kind: "fail";
      readonly code: string;
      readonly status?: "undeliverable" | "expired" | "rejected";
    }
  /** Accepted and delivered to the phone, but never reported as more than sent. */
  | { readonly kind: "silent" }
  /** Accepted and never sent: stays queued. */
  | { readonly kind: "stuck" };

/** `send` and `media` are calls of the API, the others callbacks. */
export type HttpMatch = "send" | "media" | "inbound" | "status";

export type HttpMisbehaviourKind =
  /** The answer, or the callback, comes `ms` late. */
  | "delay"
  /** API: nothing is done, and `status` is answered (500; 0 cuts the connection). Callback: this try never gets there. */
  | "fail"
  /** API: done, but the connection is cut before the answer. Callback: it gets there, but its answer is lost, so it comes again. */
  | "dropAnswer"
  /** API: done, and answered with `status` (as it was) and `body` instead. Callback: this try posts `body`, rightly signed. */
  | "garble"
  /** API: done, and answered after `release()`. Callback: posted after `release()`. */
  | "hold"
  /** API only: nothing is done, and nothing answered; `release()` cuts the connection. */
  | "hang"
  /** Callbacks only: posted twice. */
  | "duplicate"
  /** Callbacks only: posted after the next one of its kind. */
  | "reorder"
  /** Callbacks only: this try is signed with another secret, or not at all, or as if it were an hour old. */
  | "forge"
  | "unsigned"
  | "stale";

export interface HttpMisbehaviour {
  readonly match: HttpMatch;
  readonly kind: HttpMisbehaviourKind;
  /** For how many calls or tries; 1 when absent. */
  readonly times?: number;
  readonly ms?: number;
  readonly status?: number;
  /** Empty when absent. */
  readonly body?: string;
}
