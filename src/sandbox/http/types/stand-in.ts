/** The stand-in from outside: its options and its handle. */
import type { HttpControl } from "./control.ts";

export interface HttpStandInOptions {
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** What the directory calls it, and its headers and variables begin with: `acme`. */
  readonly name?: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** `vendor` (default): ten texts a second from a line. `off`: none. */
  readonly limits?: "vendor" | "off";
  /** How long each step of a text takes (queued to sent, sent to delivered). 50; 0 for as fast as possible. */
  readonly deliveryDelayMs?: number;
  /** How long after a failed try of a callback the next one comes; then twice as long each time, up to 30 times as long. 1,000. */
  readonly retryDelayMs?: number;
  /** How often a callback is tried before it is given up. 40. */
  readonly tries?: number;
  /** How long a callback may take. 10,000. */
  readonly callbackTimeoutMs?: number;
  /** How many calls and callbacks are remembered; 0 for none. 10,000. */
  readonly logSize?: number;
}

export interface HttpStandIn {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly name: string;
  readonly token: string;
  readonly secret: string;
  readonly control: HttpControl;
  /** Its item under `http_carriers:` of a directory. */
  readonly description: string;
  /** The variables that the description names. */
  readonly environment: Readonly<Record<string, string>>;
  /** Says in its portal where its callbacks go: texts, and reports. */
  setCallbacks(urls: { readonly inbound: string; readonly status: string }): void;
  /** Closes every connection, drops what is under way. */
  stop(): Promise<void>;
}
