/** What happened between the app and the stand-in. */

import type { AttemptView } from "../../types/attempts.ts";
import type { MessageView } from "../../types/messages.ts";
import type { NumberView, PhoneView } from "../../types/numbers.ts";

export interface ApiCallView {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** 0 when the connection was cut. */
  readonly status: number;
  /** Twilio's error number, null when the call succeeded. */
  readonly code: number | null;
}

export interface DeliveryView {
  readonly kind: "inbound" | "status";
  readonly sid: string;
  readonly url: string;
  readonly params: Readonly<Record<string, string>>;
  /** The `I-Twilio-Idempotency-Token`: the same in every attempt. */
  readonly token: string;
  readonly state: "waiting" | "held" | "delivered" | "failed";
  readonly attempts: readonly AttemptView[];
}

export interface StandInState {
  readonly url: string;
  readonly accountSid: string;
  readonly down: boolean;
  readonly held: number;
  readonly numbers: readonly NumberView[];
  readonly phones: readonly Omit<PhoneView, "messages">[];
  /** The newest 200, oldest first. */
  readonly messages: readonly MessageView[];
}

export type StandInEvent =
  | { readonly type: "message"; readonly message: MessageView }
  | { readonly type: "delivery"; readonly delivery: DeliveryView }
  | { readonly type: "call"; readonly call: ApiCallView }
  | { readonly type: "number"; readonly number: NumberView }
  | { readonly type: "phone"; readonly phone: Omit<PhoneView, "messages"> };
