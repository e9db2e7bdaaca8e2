/** What becomes of texts, and what the stand-in can be told to do wrong. */
import type { DeliveryStatus } from "./messages.ts";

/** What becomes of the next messages that are sent through the API. */
export interface TelnyxOutcomeSpec {
  readonly outcome: TelnyxOutcome;
  /** Only messages to, or from, that number. */
  readonly to?: string;
  readonly from?: string;
  /** For how many messages; 1 when absent. */
  readonly times?: number;
}

export type TelnyxOutcome =
  /** The API refuses with this error; `status` is the HTTP status, the code's usual one when absent. */
  | { readonly kind: "reject"; readonly code: string; readonly status?: number; readonly title?: string }
  /** Accepted, then finalized with this error; `status` is `delivery_failed` when absent. */
  | {
      readonly kind: "fail";
      readonly code: string;
      readonly status?: Exclude<DeliveryStatus, "queued" | "sent" | "delivered">;
      readonly title?: string;
    }
  /** Accepted and delivered to the phone, but never finalized. */
  | { readonly kind: "silent" }
  /** Accepted and never sent: stays queued. */
  | { readonly kind: "stuck" };

export type TelnyxMatch = "send" | "retrieve" | "optouts" | "records" | "media" | "inbound" | "status";

export type TelnyxMisbehaviourKind =
  /** The answer (or the webhook) comes `ms` late. */
  | "delay"
  /** API: nothing is done, and `status` is answered (500; 0 cuts the connection). Webhook: this attempt never gets there. */
  | "fail"
  /** API: it is done, but the connection is cut before the answer. Webhook: it gets there, but its answer is lost. */
  | "dropAnswer"
  /** API only: it is done, and `body` is answered instead of what was done. */
  | "garble"
  /** Webhooks only: delivered twice, as the same event. */
  | "duplicate"
  /** Webhooks only: told twice, as two events: of the same message, each with a `data.id` of its own. */
  | "reissue"
  /** Webhooks only: delivered after the next one of its kind. */
  | "reorder"
  /** Kept until `release()`: the answer (API, after doing it) or the webhook. */
  | "hold";

export interface TelnyxMisbehaviour {
  readonly match: TelnyxMatch;
  readonly kind: TelnyxMisbehaviourKind;
  /** For how many calls or deliveries; 1 when absent. */
  readonly times?: number;
  readonly ms?: number;
  readonly status?: number;
  /** Empty when absent. */
  readonly body?: string;
}
