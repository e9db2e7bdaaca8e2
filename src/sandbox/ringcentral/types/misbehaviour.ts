/** What the stand-in can be told to do wrong, and what becomes of texts. */

export type RcCall =
  /** A text is handed over: `/sms`, `/mms`, a message in a thread. */
  | "send"
  /** A list, a single message or thread, what came. */
  | "read"
  | "token"
  | "subscription"
  /** Anything else that changes something. */
  | "write";

export type RcMisbehaviourKind =
  /** Done, and answered `ms` late. */
  | "delay"
  /** Nothing is done, and `status` is answered (500; 0 cuts the connection). */
  | "fail"
  /** Done, but the connection is cut before the answer. */
  | "dropAnswer"
  /** Done, and answered with `status` (as it was) and `body` instead. */
  | "garble"
  /** Done, and answered after `release()`. */
  | "hold"
  /** Nothing is done, and nothing answered; `release()` cuts the connection. */
  | "hang";

export interface RcMisbehaviour {
  readonly match: RcCall;
  readonly kind: RcMisbehaviourKind;
  /** For how many calls; 1 when absent. */
  readonly times?: number;
  readonly ms?: number;
  readonly status?: number;
  /** Empty when absent. */
  readonly body?: string;
}

/** What becomes of the next texts that are sent through the API. */
export interface RcOutcomeSpec {
  readonly outcome: RcOutcome;
  readonly to?: string;
  readonly from?: string;
  /** For how many texts; 1 when absent. */
  readonly times?: number;
}

export type RcOutcome =
  /** The API refuses: "MSG-243"; `status` is the HTTP status, 400 when absent. */
  | { readonly kind: "reject"; readonly code: string; readonly status?: number }
  /** Accepted, then reported: "SMS-UP-430"; `status` is DeliveryFailed when absent. */
  | { readonly kind: "fail"; readonly code: string; readonly status?: "DeliveryFailed" | "SendingFailed" }
  /** Accepted and delivered to the phone, but never reported as more than sent. */
  | { readonly kind: "silent" }
  /** Accepted and never sent: stays queued. */
  | { readonly kind: "stuck" };
