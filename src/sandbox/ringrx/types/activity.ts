/** What happened between the app and the stand-in. */
import type { MessageView } from "../../twilio/types/messages.ts";
import type { NumberView, PhoneView } from "../../twilio/types/numbers.ts";

export interface RrxCallView {
  readonly at: string;
  readonly method: string;
  /** Without its query: that may hold a text. */
  readonly path: string;
  /** Names of the parameters in the query. */
  readonly query: readonly string[];
  /** As whom it was asked; null: nobody who was let in. */
  readonly username: string | null;
  /** To whom a text was to go, where that is a phone's number; null for all else. */
  readonly to: string | null;
  /** 0 when the connection was cut. */
  readonly status: number;
}

export interface RrxDeliveryView {
  readonly kind: "inbound";
  /** The callback's name. */
  readonly callback: string;
  readonly sid: string;
  /** Who texted, or called. */
  readonly from: string;
  readonly url: string;
  readonly body: string;
  readonly state: "waiting" | "held" | "delivered" | "failed";
  /** The HTTP statuses that were answered, in order; null: none came. */
  readonly attempts: readonly (number | null)[];
}

export interface RrxState {
  readonly url: string;
  readonly down: boolean;
  readonly held: number;
  readonly numbers: readonly NumberView[];
  readonly phones: readonly Omit<PhoneView, "messages">[];
  /** The newest 200, oldest first. */
  readonly messages: readonly MessageView[];
}

export type RrxEvent =
  | { readonly type: "message"; readonly message: MessageView }
  | { readonly type: "delivery"; readonly delivery: RrxDeliveryView }
  | { readonly type: "call"; readonly call: RrxCallView }
  | { readonly type: "number"; readonly number: NumberView }
  | { readonly type: "phone"; readonly phone: Omit<PhoneView, "messages"> };
