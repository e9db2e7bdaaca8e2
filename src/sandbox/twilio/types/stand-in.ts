/** The stand-in from outside: its options, its limits and its handle. */

import type { TwilioControl } from "./control.ts";

/** Twilio's rates and queues. */
export interface Limits {
  /** How fast one number sends. */
  readonly segmentsPerSecond: number;
  /** How long one number's queue may become before 21611. */
  readonly queueSeconds: number;
  /** How many API calls may be under way at once before 20429. */
  readonly concurrency: number;
}

export interface TwilioStandInOptions {
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly accountSid?: string;
  readonly authToken?: string;
  readonly now?: () => Date;
  /** `twilio` (default): Twilio's own. `off`: none. */
  readonly limits?: "twilio" | "off" | Limits;
  /** Where the webhooks of numbers without a `smsUrl` go. */
  readonly inboundUrl?: string;
  /** How long a webhook may take, its retry included. 15,000. */
  readonly webhookTimeoutMs?: number;
  /** How long after a failed attempt the one retry comes. 1,000. */
  readonly retryDelayMs?: number;
  /** `connection` (default, as Twilio): only when no answer came. `any`: also after an answer of 400 and above. */
  readonly retryOn?: "connection" | "any";
  /** How long each step of a text takes (queued to sent, sent to delivered). 50; 0 for as fast as possible. */
  readonly deliveryDelayMs?: number;
  /** How many calls and deliveries are remembered; 0 for none. 10,000. */
  readonly logSize?: number;
}

export interface TwilioStandIn {
  /** `http://127.0.0.1:PORT`: what `TWILIO_API_URL` is set to. */
  readonly url: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly control: TwilioControl;
  /** Sets where inbound texts go from now on (a test learns its app's port late). */
  setInboundUrl(url: string): void;
  /** Closes every connection, drops what is under way. */
  stop(): Promise<void>;
}
