import type { World } from "./workspace.ts";

/**
 * How often a method may be called. Tiers are per method and workspace, over a sliding minute; `post` is
 * chat.postMessage's own: about one a second in a channel with a short burst, and a cap for the workspace.
 */
export type Rate = "tier1" | "tier2" | "tier3" | "tier4" | "post" | "special" | "none";

const PER_MINUTE: Record<Exclude<Rate, "none">, number> = {
  tier1: 1,
  tier2: 20,
  tier3: 50,
  tier4: 100,
  /** Several hundred a minute over all channels. */
  post: 400,
  special: 600,
};
/** Posts that a quiet channel takes at once; one more comes free every second. */
const BURST = 4;
const MINUTE = 60_000;

interface Bucket {
  tokens: number;
  at: number;
}

export interface RateBook {
  readonly windows: Map<string, number[]>;
  readonly buckets: Map<string, Bucket>;
}

export function newRateBook(): RateBook {
  return { windows: new Map(), buckets: new Map() };
}

/** Milliseconds until the window has room; 0 (and counted) when it has. */
function windowWait(book: RateBook, key: string, limit: number, now: number): number {
  const recent = (book.windows.get(key) ?? []).filter((at) => at > now - MINUTE);
  book.windows.set(key, recent);
  const oldest = recent[0];
  if (recent.length >= limit && oldest !== undefined) return oldest + MINUTE - now;
  recent.push(now);
  return 0;
}

function bucketWait(book: RateBook, key: string, now: number): number {
  const bucket = book.buckets.get(key) ?? { tokens: BURST, at: now };
  const tokens = Math.min(BURST, bucket.tokens + Math.max(0, now - bucket.at) / 1000);
  const allowed = tokens >= 1;
  book.buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at: now });
  return allowed ? 0 : Math.ceil((1 - tokens) * 1000);
}

/** Seconds for `Retry-After`; 0 when the call may go on (it is then counted). */
export function retryAfter(
  world: World,
  book: RateBook,
  method: string,
  rate: Rate,
  channel: string | null,
): number {
  if (world.settings.limits === "off" || rate === "none") return 0;
  const now = world.now();
  if (rate === "post" && channel !== null) {
    const wait = bucketWait(book, channel, now);
    if (wait > 0) return Math.max(1, Math.ceil(wait / 1000));
  }
  return Math.ceil(windowWait(book, method, PER_MINUTE[rate], now) / 1000);
}
