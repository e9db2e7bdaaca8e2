/** When a record may be written: at once, not too often, or where the CRM takes each only once, when nothing follows any more. */
import { beginOf, dayAfter } from "./local-midnight.ts";
import type { LogPolicy } from "./log-policy.ts";

/** Each is written at most so often, unless somebody asked. Milliseconds. */
const seldom = 60_000;
const hour = 3_600_000;
/** Where nothing says when it ends, it is looked at this seldom. Milliseconds. */
const someDay = 24 * hour;

export interface DueFacts {
  readonly kind: "day" | "episode" | "selected";
  readonly localDay: string | null;
  readonly writtenAt: number | null;
  readonly askedAt: number | null;
  /** Of its owner. */
  readonly zone: string;
  /** Of its stretch, null when that is over: when something was said in it last. */
  readonly openSince: number | null;
}

/** Milliseconds since 1970: not before `now`. */
export function recordDue(
  { kind, localDay: day, writtenAt, askedAt, zone, openSince }: DueFacts,
  { write, logOpenAfterHours }: Pick<LogPolicy, "write" | "logOpenAfterHours">,
  now: number,
): number {
  if (askedAt !== null) return now;
  // The clock may have been set back since it was written.
  const paced = writtenAt === null ? now : Math.max(now, Math.min(writtenAt, now) + seldom);
  if (write === "as_it_grows") return paced;
  if (kind === "day" && day !== null) return Math.max(paced, beginOf(dayAfter(day), zone));
  if (kind === "episode" && openSince !== null) {
    const silent = logOpenAfterHours === 0 ? now + someDay : openSince + logOpenAfterHours * hour;
    return Math.max(paced, silent);
  }
  return paced;
}
