/** What becomes of texts, and what the stand-in can be told to do wrong. */

/** What becomes of the next messages that are sent through the API. */
export interface OutcomeSpec {
  readonly outcome: Outcome;
  /** Only messages to, or from, that number. */
  readonly to?: string;
  readonly from?: string;
  /** For how many messages; 1 when absent. */
  readonly times?: number;
}

export type Outcome =
  /** The API refuses with this error number; `status` is the HTTP status, 400 when absent. */
  | { readonly kind: "reject"; readonly code: number; readonly status?: number }
  /** Accepted, then reported with this ErrorCode; `status` is `undelivered` when absent. */
  | { readonly kind: "fail"; readonly code: number; readonly status?: "undelivered" | "failed" }
  /** Accepted and delivered to the phone, but never reported. */
  | { readonly kind: "silent" }
  /** Accepted and never sent: stays queued. */
  | { readonly kind: "stuck" };

export type MisbehaviourMatch = "send" | "list" | "media" | "inbound" | "status";

export type MisbehaviourKind =
  /** The answer (or the webhook) comes `ms` late. */
  | "delay"
  /** API: nothing is done, and `status` is answered (500; 0 cuts the connection). Webhook: this attempt never gets there. */
  | "fail"
  /** API: it is done, but the connection is cut before the answer. Webhook: it gets there, but its answer is lost. */
  | "dropAnswer"
  /** API only: it is done, and `body` is answered instead of what was done. */
  | "garble"
  /** Webhooks only: delivered twice. */
  | "duplicate"
  /** Webhooks only: delivered after the next one of its kind. */
  | "reorder"
  /** Kept until `release()`: the answer (API, after doing it) or the webhook. */
  | "hold";

export interface Misbehaviour {
  readonly match: MisbehaviourMatch;
  readonly kind: MisbehaviourKind;
  /** For how many calls or deliveries; 1 when absent. */
  readonly times?: number;
  readonly ms?: number;
  readonly status?: number;
  /** Empty when absent. */
  readonly body?: string;
}
