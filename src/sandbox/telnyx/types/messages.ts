/** Texts at Telnyx. */
import type { TextSpec } from "../../types/messages.ts";

/** By which channel something came. */
export type Channel = "SMS" | "MMS" | "WHATSAPP" | "RCS";

export interface TelnyxTextSpec extends TextSpec {
  /** `WHATSAPP` or `RCS` for what came by another app than the phone's own; else what it holds says it. */
  readonly channel?: Channel;
  /** Whom the same text goes to as well, as a group text. */
  readonly others?: readonly string[];
}

export type DeliveryStatus =
  | "queued"
  | "sent"
  | "delivered"
  | "delivery_unconfirmed"
  | "delivery_failed"
  | "sending_failed"
  | "expired";

/** The words that Telnyx acts on by itself, as its webhooks name them. */
export type AutoresponseType = "STOP" | "START" | "HELP";
