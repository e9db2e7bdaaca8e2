/** How far the account's list of opt-outs was read. */
import { z } from "zod";
import type { CarrierCursor } from "../../domain/ids.ts";

export interface ConsentCursor {
  /** The page that comes next; 1: the first of a reading. */
  readonly page: number;
  /** Only what came to stand there since then is asked for. Milliseconds since 1970; null: all. */
  readonly since: number | null;
  /** When this reading began, by the earlier of our clock and Telnyx's. */
  readonly begun: number;
  /** When a reading of all of it began last. */
  readonly wholeAt: number;
}

/**
 * What is taken away while a page is read moves others past us, and an entry may be listed late: once a day all is read anew.
 * Milliseconds.
 */
const day = 24 * 60 * 60_000;
/** Our clock and Telnyx's may differ by this much, and an entry may be listed later than it says. Milliseconds. */
const overlap = 10 * 60_000;

const written = z.object({
  page: z.number().int().positive(),
  since: z.number().nullable(),
  begun: z.number(),
  wholeAt: z.number(),
});

/** One that can't be read was changed by somebody: all is told again. So it is after a clock that was set back. */
export function readConsentCursor(cursor: CarrierCursor | null, now: number): ConsentCursor {
  const whole = { page: 1, since: null, begun: now, wholeAt: now };
  const read = cursor === null ? null : parse(cursor);
  if (read === null || read.begun > now) return whole;
  if (read.page > 1) return read;
  return now - read.wholeAt < day ? { ...read, begun: now } : whole;
}

export function nextPage(cursor: ConsentCursor): CarrierCursor {
  return JSON.stringify({ ...cursor, page: cursor.page + 1 }) as CarrierCursor;
}

export function readToTheEnd({ begun, wholeAt }: ConsentCursor): CarrierCursor {
  return JSON.stringify({ page: 1, since: begun - overlap, begun, wholeAt }) as CarrierCursor;
}

function parse(cursor: CarrierCursor): ConsentCursor | null {
  try {
    return written.safeParse(JSON.parse(cursor)).data ?? null;
  } catch {
    return null;
  }
}
