/** How far the account's records were read. */
import { z } from "zod";
import type { CarrierCursor } from "../../domain/ids.ts";

export interface RecordsCursor {
  /** From when on they are read, in milliseconds since 1970. */
  readonly since: number;
  /** The page that comes next; 1: the first of a reading. */
  readonly page: number;
  /** When this reading began, by our clock. */
  readonly begun: number;
}

/** A record may come to be listed later than it says. Milliseconds. */
const overlap = 10 * 60_000;

/** For so long Telnyx keeps words. Milliseconds. */
const kept = 10 * 24 * 60 * 60_000;

const written = z.object({ since: z.number(), page: z.number().int().min(2), begun: z.number() });

/**
 * In the middle of a reading it is JSON, between two the moment at which the last one began. A clock that was set back leaves one that is
 * yet to come; of one that can't be read, somebody changed it, and all is told again.
 */
export function readRecordsCursor(cursor: CarrierCursor, now: number): RecordsCursor {
  const inside = parse(cursor);
  if (inside !== null && inside.begun <= now + overlap) return inside;
  const until = inside?.since ?? (/^\d{1,15}$/.test(cursor) ? Number(cursor) : now - kept);
  return { since: Math.min(until, now) - overlap, page: 1, begun: now };
}

export function nextPage({ since, page, begun }: RecordsCursor): CarrierCursor {
  return JSON.stringify({ since, page: page + 1, begun }) as CarrierCursor;
}

export function readUpTo(begun: number): CarrierCursor {
  return String(begun) as CarrierCursor;
}

function parse(cursor: CarrierCursor): RecordsCursor | null {
  if (!cursor.startsWith("{")) return null;
  try {
    return written.safeParse(JSON.parse(cursor)).data ?? null;
  } catch {
    return null;
  }
}
