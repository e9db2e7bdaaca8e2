/** How far the account's list of opt-outs was read: which part of it, and since when what stands in it is new. */
import { z } from "zod";
import type { CarrierCursor } from "../../domain/ids.ts";

export interface ConsentCursor {
  readonly part: "OptOut" | "OptIn";
  /** The page that comes next; null: the first. */
  readonly page: string | null;
  /** What was changed before is told already. Milliseconds since 1970 by RingCentral's clock; null: nothing is. */
  readonly since: number | null;
  /** The newest that was seen by now. */
  readonly newest: number | null;
  /** When this reading began, by our clock. */
  readonly begun: number;
}

/** Our clock is not further from RingCentral's: many entries of the same moment are not told for ever. Milliseconds. */
const day = 24 * 60 * 60_000;

const written = z.object({
  part: z.enum(["OptOut", "OptIn"]),
  page: z.string().nullable(),
  since: z.number().nullable(),
  newest: z.number().nullable(),
  begun: z.number(),
});

/** One that can't be read was changed by somebody: all is told again. */
export function readConsentCursor(cursor: CarrierCursor | null, now: number): ConsentCursor {
  const begin = { part: "OptOut", page: null, since: null, newest: null, begun: now } as const;
  if (cursor === null) return begin;
  try {
    const read = written.safeParse(JSON.parse(cursor)).data ?? begin;
    return read.part === "OptOut" && read.page === null ? { ...read, begun: now } : read;
  } catch {
    return begin;
  }
}

/** What stands in the list was read whole. What changed meanwhile, on a page that was read before, is told the next time. */
export function readWhole({ since, newest, begun }: ConsentCursor): ConsentCursor {
  const until = newest === null ? since : Math.max(Math.min(newest, begun), begun - day);
  return { part: "OptOut", page: null, since: until, newest, begun };
}

export function writeConsentCursor(cursor: ConsentCursor): CarrierCursor {
  return JSON.stringify(cursor) as CarrierCursor;
}
