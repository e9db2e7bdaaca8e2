/** What happened between the app and the stand-in. */
import type { AttemptView } from "../../types/attempts.ts";
import type { NumberView, PhoneView } from "../../types/numbers.ts";
import type { MessageView, ThreadView } from "./messages.ts";

export interface RcCallView {
  readonly at: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Who asked, by extension id; null: nobody that is known. */
  readonly extension: string | null;
  /** As parsed; text where it was no JSON; null for nothing. */
  readonly sent: unknown;
  /** 0 when the connection was cut. */
  readonly status: number;
  /** RingCentral's error code, null when the call succeeded. */
  readonly code: string | null;
}

/** A hint on its way to the app. */
export interface RcDeliveryView {
  readonly kind: "inbound" | "status";
  /** The id of the text that it is about; empty: of no single one. */
  readonly sid: string;
  readonly event: string;
  /** Where it goes: a webhook's address, or `websocket`. */
  readonly url: string;
  readonly body: unknown;
  readonly state: "waiting" | "held" | "delivered" | "failed" | "dropped";
  readonly attempts: readonly AttemptView[];
}

export interface SubscriptionView {
  readonly id: string;
  readonly extension: string;
  readonly eventFilters: readonly string[];
  readonly transport: "WebHook" | "WebSocket";
  /** Null: a socket. */
  readonly address: string | null;
  readonly status: "Active" | "Blacklisted";
  readonly expiresAt: string;
}

export interface RcState {
  readonly url: string;
  readonly down: boolean;
  readonly held: number;
  readonly sockets: number;
  readonly numbers: readonly NumberView[];
  readonly phones: readonly Omit<PhoneView, "messages">[];
  readonly messages: readonly MessageView[];
  readonly threads: readonly ThreadView[];
  readonly subscriptions: readonly SubscriptionView[];
}

export type RcEvent =
  | { readonly type: "message"; readonly message: MessageView }
  | { readonly type: "delivery"; readonly delivery: RcDeliveryView }
  | { readonly type: "call"; readonly call: RcCallView }
  | { readonly type: "number"; readonly number: NumberView }
  | { readonly type: "phone"; readonly phone: Omit<PhoneView, "messages"> }
  | { readonly type: "thread"; readonly thread: ThreadView };
