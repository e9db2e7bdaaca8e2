/** Slack's timestamps: a message's id in its channel, its order, and the moment it was written. */
import type { SlackTs } from "./ids.ts";

/** As a whole number: its order. */
export function toMicroseconds(ts: SlackTs): number {
  return Math.round(Number(ts) * 1_000_000);
}

/** Milliseconds since 1970, by whole numbers: a fraction times a thousand may fall one short. */
export function toMilliseconds(ts: SlackTs): number {
  return Math.floor(toMicroseconds(ts) / 1_000);
}

/** Milliseconds since 1970 as Slack writes a moment. */
export function toSlackTs(ms: number): SlackTs {
  return (Math.max(0, ms) / 1000).toFixed(6) as SlackTs;
}
