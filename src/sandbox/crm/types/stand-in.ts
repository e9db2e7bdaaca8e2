/** A CRM's stand-in from outside: its options and its handle. */
import type { CrmControl } from "./control.ts";

export interface CrmStandInOptions {
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** `vendor` (default): the CRM's own rates. */
  readonly limits?: "vendor" | "off";
  /** How long searches and lists do not show what was made through the API. 1,000 milliseconds. */
  readonly lagMs?: number;
  /** How many calls are remembered; 0 for none. 10,000. */
  readonly logSize?: number;
}

export interface CrmStandIn {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** What the app's environment needs to log here. */
  readonly environment: Readonly<Record<string, string>>;
  readonly control: CrmControl;
  /** Closes every connection. */
  stop(): Promise<void>;
}
