/** The stand-in from outside: its options and its handle. */
import type { RingCentralControl } from "./control.ts";

export interface RingCentralStandInOptions {
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** `vendor` (default): RingCentral's rate groups and penalties. `off`: none. */
  readonly limits?: "vendor" | "off";
  /** How long nothing is taken from somebody who was too fast, counted anew with each call meanwhile. 60. */
  readonly penaltySeconds?: number;
  /** How long each step of a text takes (queued to sent, sent to delivered). 50; 0 for as fast as possible. */
  readonly deliveryDelayMs?: number;
  /** How long a webhook may take. 3,000. */
  readonly webhookTimeoutMs?: number;
  /** After how many failures in a row a subscription is blacklisted. 10. */
  readonly blacklistAfter?: number;
  /** Seconds that an access token lasts. 3,600. */
  readonly tokenSeconds?: number;
  /** Whether the app gets refresh tokens. True. */
  readonly refreshTokens?: boolean;
  /** How many calls and hints are remembered; 0 for none. 10,000. */
  readonly logSize?: number;
}

export interface RingCentralStandIn {
  /** `http://127.0.0.1:PORT`: what `RINGCENTRAL_API_URL` is set to. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly control: RingCentralControl;
  /** Closes every connection, drops what is under way. */
  stop(): Promise<void>;
}
