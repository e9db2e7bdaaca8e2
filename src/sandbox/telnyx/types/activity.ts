/** What happened between the app and the stand-in. */
import type { MessageView } from "../../types/messages.ts";
import type { PhoneView } from "../../types/numbers.ts";
import type { LineView, OptOutView, ProfileView } from "./account.ts";
import type { DeliveryStatus } from "./messages.ts";

export interface TelnyxCallView {
  readonly at: string;
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  /** The query, or the body. */
  readonly params: Readonly<Record<string, unknown>>;
  /** 0 when the connection was cut. */
  readonly status: number;
  /** Telnyx's error code, null when the call succeeded. */
  readonly code: string | null;
}

export type EventType = "message.received" | "message.sent" | "message.finalized";

export interface TelnyxDeliveryView {
  readonly kind: "inbound" | "status";
  readonly type: EventType;
  /** The event's own, the same in every attempt. */
  readonly id: string;
  /** The message's. */
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  /** Of the message, when this happened. */
  readonly status: DeliveryStatus | "received";
  /** The message as it was when this happened, as Telnyx writes it. */
  readonly payload: object;
  /** Where it may go, in order: the next where the one before did not take it. */
  readonly urls: readonly string[];
  readonly state: "waiting" | "held" | "delivered" | "failed";
  readonly attempts: readonly TelnyxAttemptView[];
}

export interface TelnyxAttemptView {
  readonly at: string;
  readonly url: string;
  /** The HTTP status of the answer, null when none came. */
  readonly status: number | null;
  readonly error: string | null;
}

export interface TelnyxState {
  readonly url: string;
  /** The newest one, in base64. */
  readonly publicKey: string;
  readonly down: boolean;
  readonly held: number;
  readonly profiles: readonly ProfileView[];
  readonly numbers: readonly LineView[];
  readonly phones: readonly Omit<PhoneView, "messages">[];
  readonly optOuts: readonly OptOutView[];
  /** The newest 200, oldest first. */
  readonly messages: readonly MessageView[];
}

export type TelnyxEvent =
  | { readonly type: "message"; readonly message: MessageView }
  | { readonly type: "delivery"; readonly delivery: TelnyxDeliveryView }
  | { readonly type: "call"; readonly call: TelnyxCallView }
  | { readonly type: "number"; readonly number: LineView }
  | { readonly type: "phone"; readonly phone: Omit<PhoneView, "messages"> };
