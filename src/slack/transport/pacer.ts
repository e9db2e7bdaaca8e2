/**
 * Law 5: Slack is paced by us. A budget per channel for posts, one per workspace for each other method, and Slack's
 * Retry-After above both. Everything here is memory only: after a restart Slack's own answer corrects us, and whoever goes on for another
 * process begins as if that one had just used up all there was.
 */
import type { DeskCall } from "../../bridge/contracts/desk.ts";

export interface Pacer {
  /** 0: go now, the slot is taken. Else how many milliseconds to wait before asking again. */
  claim(call: DeskCall): number;
  /** Slack said not to come back before that time: obeyed even where pacing is off. */
  penalise(call: DeskCall, retryAfterMs: number): void;
  /** Nothing is left, of anything: another one has called until now. */
  empty(): void;
}

/** Requests a minute that a workspace grants one app for a method (tiers 2, 3 and 4). */
const perMinute = { refresh: 50, mark: 50, tell: 100, unmark: 20, home: 100 } as const;

/** Slack tolerates short bursts: a card and its first texts go out together. */
const postBurst = 3;

/** Above this many channels, those that are at rest are forgotten; they come back as they would have been. */
const rememberedChannels = 500;

interface Bucket {
  tokens: number;
  filledAt: number;
  closedUntil: number;
  /** When that was said: a clock that was set back since must not make the wait longer. */
  closedAt: number;
}

interface Rate {
  readonly perMs: number;
  readonly burst: number;
}

/** `postsPerSecond` is per channel; 0 turns off all pacing of ours. `now` in milliseconds. */
export function createPacer(options: { postsPerSecond: number; now: () => number }): Pacer {
  const buckets = new Map<string, Bucket>();
  const paced = options.postsPerSecond > 0;
  /** When all of it was used up; null: it never was. */
  let emptiedAt: number | null = null;

  function bucketOf(call: DeskCall, now: number): Bucket {
    const key = keyOf(call);
    const known = buckets.get(key);
    if (known !== undefined) return known;
    if (buckets.size > rememberedChannels) forgetResting(now);
    const full = { tokens: rateOf(call).burst, filledAt: now, closedUntil: 0, closedAt: 0 };
    // A clock that was set back since makes no wait longer.
    const fresh = emptiedAt === null ? full : { ...full, tokens: 0, filledAt: Math.min(emptiedAt, now) };
    buckets.set(key, fresh);
    return fresh;
  }

  function rateOf(call: DeskCall): Rate {
    return call.kind === "post" ? postRate(options.postsPerSecond) : tierRate(perMinute[call.kind]);
  }

  /** A channel's bucket that is full again is as good as none. There are few others, so they stay. */
  function forgetResting(now: number): void {
    const fillMs = (postBurst / Math.max(options.postsPerSecond, 0.001)) * 1000;
    for (const [key, bucket] of buckets) {
      const rests = bucket.closedUntil <= now && now - bucket.filledAt >= fillMs;
      if (rests && key.startsWith("post ")) buckets.delete(key);
    }
  }

  return {
    claim(call) {
      const now = options.now();
      const bucket = bucketOf(call, now);
      followClock(bucket, now);
      if (bucket.closedUntil > now) return Math.ceil(bucket.closedUntil - now);
      return paced ? take(bucket, rateOf(call), now) : 0;
    },
    penalise(call, retryAfterMs) {
      const now = options.now();
      const bucket = bucketOf(call, now);
      followClock(bucket, now);
      bucket.closedUntil = Math.max(bucket.closedUntil, now + retryAfterMs);
      bucket.closedAt = now;
      bucket.tokens = Math.min(bucket.tokens, 1);
    },
    empty() {
      emptiedAt = options.now();
      for (const bucket of buckets.values()) Object.assign(bucket, { tokens: 0, filledAt: emptiedAt });
    },
  };
}

function followClock(bucket: Bucket, now: number): void {
  if (now >= bucket.closedAt) return;
  bucket.closedUntil = now + (bucket.closedUntil - bucket.closedAt);
  bucket.closedAt = now;
}

function take(bucket: Bucket, rate: Rate, now: number): number {
  const gained = Math.max(0, now - bucket.filledAt) * rate.perMs;
  bucket.tokens = Math.min(rate.burst, bucket.tokens + gained);
  bucket.filledAt = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return 0;
  }
  return Math.max(1, Math.ceil((1 - bucket.tokens) / rate.perMs));
}

function postRate(postsPerSecond: number): Rate {
  return { perMs: postsPerSecond / 1000, burst: postBurst };
}

/** A fifth of the minute's allowance may go at once; the rest flows evenly, so that no minute exceeds it. */
function tierRate(allowance: number): Rate {
  const burst = allowance / 5;
  return { perMs: (allowance - burst) / 60_000, burst };
}

function keyOf(call: DeskCall): string {
  return call.kind === "post" ? `post ${call.channel}` : call.kind;
}
