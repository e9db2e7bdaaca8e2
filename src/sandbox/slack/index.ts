/**
 * A stand-in for Slack: one workspace with one installed app, its Web API, Events API, Socket Mode and
 * interactivity, and the people in it, moved by a control object or over HTTP. It knows nothing of the app.
 */
import type { SlackStandIn, SlackStandInOptions } from "./types.ts";

export { RefusedByClient } from "./refusals.ts";
export type * from "./types.ts";

/** Starts a stand-in on a port of 127.0.0.1. */
export declare function createSlackStandIn(options?: SlackStandInOptions): Promise<SlackStandIn>;
