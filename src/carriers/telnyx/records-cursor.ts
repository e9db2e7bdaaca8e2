/** How far the account's records were read. */
import { z } from "zod";
import type { CarrierCursor } from "../../domain/ids.ts";
import { mostPages } from "./list-pages.ts";
import { wordsAreKept } from "./retrieve-message.ts";

/** Times are of Telnyx's clock, in milliseconds since 1970. */
export interface RecordsCursor {
  /** From when on they are read. */
  readonly since: number;
  /** The page that comes next; 1: the first of a reading. */
  readonly page: number;
  /** When this reading began; null: it begins now. */
  readonly begun: number | null;
  /** When the last reading began that looked back far; null: this one does. */
  readonly lookedBack: number | null;
}

/** A record comes to be listed later than it says: mostly by less than that. Milliseconds. */
const overlap = 10 * 60_000;
/** Now and then by hours, so that now and then they are looked for that far back. Milliseconds. */
const farBack = 6 * 60 * 60_000;
const farBackEvery = 2 * 60 * 60_000;

/** Clocks that agree may be apart by this much. Milliseconds. */
const aMoment = 60_000;

const between = z.object({ until: z.number(), lookedBack: z.number() });
const inside = z.object({
  since: z.number(),
  page: z.number().int().positive(),
  begun: z.number(),
  lookedBack: z.number().nullable(),
});

/** One that can't be read was changed by somebody: all is told again. */
export function readRecordsCursor(cursor: CarrierCursor, now: number): RecordsCursor {
  const given = parse(cursor);
  const going = inside.safeParse(given).data;
  if (going !== undefined) return going;
  const { until, lookedBack } =
    between.safeParse(given).data ?? alone(typeof given === "number" ? given : now - wordsAreKept);
  const isFarBack = Math.abs(until - lookedBack) >= farBackEvery;
  return {
    since: until - (isFarBack ? farBack : overlap),
    page: 1,
    begun: null,
    lookedBack: isFarBack ? null : lookedBack,
  };
}

/** A cursor that says nothing of looking back, as one did once. */
function alone(until: number): z.infer<typeof between> {
  return { until, lookedBack: until };
}

/** Whether it would pass over what came lately: it is of a clock that was ahead. @param there by Telnyx's clock */
export function isAhead({ since, begun }: RecordsCursor, there: number): boolean {
  return begun === null && since > there - overlap + aMoment;
}

/** In place of one that is. */
export function beginLately(there: number): RecordsCursor {
  return { since: there - overlap, page: 1, begun: null, lookedBack: there };
}

/** @param last of when the last record of this page is; null: it does not say */
export function nextPage(
  { since, page, lookedBack }: RecordsCursor,
  begun: number,
  last: number | null,
): CarrierCursor {
  // After a long absence there may be more pages than a list may have: then it is another list, from there on.
  const isAnother = page >= mostPages / 2 && last !== null && last > since;
  if (isAnother) return goOnFrom({ lookedBack }, begun, last);
  return JSON.stringify({ since, page: page + 1, begun, lookedBack }) as CarrierCursor;
}

/** The same reading, as a list that begins there. */
export function goOnFrom(
  { lookedBack }: Pick<RecordsCursor, "lookedBack">,
  begun: number,
  since: number,
): CarrierCursor {
  return JSON.stringify({ since, page: 1, begun, lookedBack }) as CarrierCursor;
}

/** All pages were read. @param begun when the first one was asked for, in milliseconds since 1970: the next reading goes on there. */
export function readUpTo(begun: number, { lookedBack }: Pick<RecordsCursor, "lookedBack">): CarrierCursor {
  return JSON.stringify({ until: begun, lookedBack: lookedBack ?? begun }) as CarrierCursor;
}

function parse(cursor: CarrierCursor): unknown {
  try {
    return JSON.parse(cursor);
  } catch {
    return null;
  }
}
