/** The stand-in from outside: its options and its handle. */
import type { RingRxControl } from "./control.ts";

export interface RingRxStandInOptions {
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly now?: () => Date;
  /** How long an access token works. 3,600. */
  readonly tokenSeconds?: number;
  /** Whether a text is read from the query of its address, from a JSON body, or from either (default). */
  readonly reads?: "query" | "json" | "either";
  /** Whether tokens of a payload are replaced by JSON's form of their words. True when absent: nobody outside knows. */
  readonly escapes?: boolean;
  /** How long a callback may take. 15,000. */
  readonly callbackTimeoutMs?: number;
  /** How often a callback is posted again that was not answered with 2xx: without an end, if that is infinite. 0 when absent. */
  readonly retries?: number;
  /** How long after a failed try that is. 1,000. */
  readonly retryDelayMs?: number;
  /** How long a text takes to its phone. 50; 0 for as fast as possible. */
  readonly deliveryDelayMs?: number;
  /** How many calls and callbacks are remembered; 0 for none. 10,000. */
  readonly logSize?: number;
}

export interface RingRxStandIn {
  /** `http://127.0.0.1:PORT`: what `RINGRX_API_URL` is set to. */
  readonly url: string;
  readonly control: RingRxControl;
  /** Closes every connection, drops what is under way. */
  stop(): Promise<void>;
}
