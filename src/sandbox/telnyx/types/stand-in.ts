/** The stand-in from outside: its options and its handle. */
import type { TelnyxControl } from "./control.ts";

export interface TelnyxStandInOptions {
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly apiKey?: string;
  readonly now?: () => Date;
  /** Where the webhooks of its first profile go. */
  readonly inboundUrl?: string;
  /** How long one attempt of a webhook may take. 2,000. */
  readonly webhookTimeoutMs?: number;
  /** How long after a failed attempt the next one comes, doubled each time. 1,000. */
  readonly retryDelayMs?: number;
  /** How long each step of a text takes (queued to sent, sent to delivered). 50; 0 for as fast as possible. */
  readonly deliveryDelayMs?: number;
  /** How long the files of a text can be fetched. A day. */
  readonly mediaLifetimeMs?: number;
  /** How long after its end a message has no detail record. 0. */
  readonly recordsLagMs?: number;
  /** The HTTP status with which a text to somebody who opted out is refused: 409, of which 400 and 403 are reported, too. */
  readonly blockedStatus?: number;
  /** How many calls and deliveries are remembered; 0 for none. 10,000. */
  readonly logSize?: number;
}

export interface TelnyxStandIn {
  /** `http://127.0.0.1:PORT`: what `TELNYX_API_URL` is set to. The API stands under its `/v2`. */
  readonly url: string;
  readonly apiKey: string;
  /** The one that it began with, in base64: what `TELNYX_PUBLIC_KEY` is set to. */
  readonly publicKey: string;
  /** Of the profile that it begins with. */
  readonly profileId: string;
  readonly control: TelnyxControl;
  /** Sets where the first profile's webhooks go from now on (a test learns its app's port late). */
  setInboundUrl(url: string): void;
  /** Closes every connection, drops what is under way. */
  stop(): Promise<void>;
}
