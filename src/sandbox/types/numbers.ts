/** Phones, and the account's own numbers. */

import type { MessageView } from "./messages.ts";

/** How a phone takes texts; what a carrier says of those that it can't reach is its own, Twilio's words here. */
export type PhoneKind =
  /** They arrive and are reported. */
  | "mobile"
  /** They arrive, but no report ever comes. */
  | "silent"
  /** Undelivered: 30006. */
  | "landline"
  /** Undelivered: 30003. */
  | "unreachable"
  /** Undelivered: 30004. */
  | "blocked"
  /** Undelivered: 30005. */
  | "unknown"
  /** Undelivered: 30007. */
  | "filtered"
  /** Refused at once: 21614. */
  | "notMobile";

/** One of the account's own numbers. */
export interface NumberSpec {
  readonly number: string;
  readonly name?: string;
  /** Where inbound texts are posted; else the stand-in's `inboundUrl`. */
  readonly smsUrl?: string;
  /** False for a number that only takes calls. */
  readonly sms?: boolean;
  /** False for a number from which no pictures and files leave. As `sms` when absent. */
  readonly mms?: boolean;
}

export interface PhoneSpec {
  readonly number: string;
  readonly name?: string;
  readonly kind?: PhoneKind;
}

export interface PhoneView {
  readonly number: string;
  readonly name: string;
  readonly kind: PhoneKind;
  /** The account's numbers that this phone has stopped. */
  readonly stopped: readonly string[];
  /** Everything that this phone sent and that was sent to it, oldest first. What it shows is what `arrived`. */
  readonly messages: readonly MessageView[];
}

export interface NumberView {
  readonly number: string;
  readonly name: string;
  readonly smsUrl: string | null;
  readonly sms: boolean;
  readonly mms: boolean;
}
