/** How far the account's records were read. */
import { z } from "zod";
import type { CarrierCursor } from "../../domain/ids.ts";

export interface RecordsCursor {
  /** From when on they are read, in milliseconds since 1970. */
  readonly since: number;
  /** The page that comes next; 1: the first of a reading. */
  readonly page: number;
  /** When this reading began, by Telnyx's clock; null: it begins now. */
  readonly begun: number | null;
}

/** A record may come to be listed later than it says. Milliseconds. */
const overlap = 10 * 60_000;

/** Clocks that agree may be apart by this much. Milliseconds. */
const aMoment = 60_000;

/** For so long Telnyx keeps words. Milliseconds. */
const kept = 10 * 24 * 60 * 60_000;

const written = z.object({ since: z.number(), page: z.number().int().min(2), begun: z.number() });

/**
 * In the middle of a reading it is JSON, between two the moment at which the last one began. One that can't be read was changed by
 * somebody: all is told again.
 */
export function readRecordsCursor(cursor: CarrierCursor, now: number): RecordsCursor {
  const inside = parse(cursor);
  if (inside !== null) return inside;
  return beginFrom(/^\d{1,15}$/.test(cursor) ? Number(cursor) : now - kept);
}

export function beginFrom(until: number): RecordsCursor {
  return { since: until - overlap, page: 1, begun: null };
}

/** Whether it would pass over what came lately: it is of a clock that was ahead. @param there by Telnyx's clock */
export function isAhead({ since, page }: RecordsCursor, there: number): boolean {
  return page === 1 && since > there - overlap + aMoment;
}

export function nextPage({ since, page }: RecordsCursor, begun: number): CarrierCursor {
  return JSON.stringify({ since, page: page + 1, begun }) as CarrierCursor;
}

export function readUpTo(begun: number): CarrierCursor {
  return String(begun) as CarrierCursor;
}

function parse(cursor: CarrierCursor): z.infer<typeof written> | null {
  if (!cursor.startsWith("{")) return null;
  try {
    return written.safeParse(JSON.parse(cursor)).data ?? null;
  } catch {
    return null;
  }
}
