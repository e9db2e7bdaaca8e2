/** The stand-in from outside: its options and its handle. */

import type { SlackControl } from "./control.ts";
import type { SlackSettings } from "./settings.ts";
import type { SlackSeed } from "./workspace.ts";

export interface SlackStandInOptions extends Partial<SlackSettings> {
  host?: "127.0.0.1";
  /** 0 (the default) takes a free port. */
  port?: number;
  /** Milliseconds since 1970; ages trigger ids, response URLs and rates, and makes timestamps. */
  now?: () => number;
  /** Starts the random numbers behind ids, so that a run can be repeated. */
  seed?: number;
  botToken?: string;
  appToken?: string;
  workspace?: SlackSeed;
}

/** A running stand-in. */
export interface SlackStandIn {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** `http://127.0.0.1:port/api/`, for `slackApiUrl` */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly teamId: string;
  readonly appId: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly control: SlackControl;
  stop(): Promise<void>;
}
