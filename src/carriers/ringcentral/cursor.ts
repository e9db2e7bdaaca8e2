/** Up to where a login's news was read: RingCentral's own marks, and a moment for when they are not taken any more. */
import { z } from "zod";
import type { CarrierCursor } from "../../domain/ids.ts";

export interface ReadUntil {
  /** When we began: what was said before is not ours to tell. */
  readonly begun: number;
  /** All that came until then was told. */
  readonly at: number;
  /** By extension id. */
  readonly stores: Readonly<Record<string, string>>;
  /** Of the shared inbox; null: there is none yet. */
  readonly threads: string | null;
  readonly entries: string | null;
}

/** Our clock and RingCentral's may differ by this much, and a text may be listed later than it says it came. Milliseconds. */
export const overlap = 5 * 60_000;
const day = 24 * 60 * 60_000;

/** Nothing before that moment is told. @param now milliseconds since 1970. */
export function beginAt(now: number): ReadUntil {
  return { begun: now, at: now, stores: {}, threads: null, entries: null };
}

export function writeCursor({ begun, at, stores, threads, entries }: ReadUntil): CarrierCursor {
  return JSON.stringify({ v: 1, begun, at, stores, threads, entries }) as CarrierCursor;
}

const written = z.object({
  begun: z.number(),
  at: z.number(),
  stores: z.record(z.string(), z.string()),
  threads: z.string().nullable(),
  entries: z.string().nullable(),
});

/** One that can't be read was changed by somebody: a day is told again, rather than anything lost. */
export function readCursor(cursor: CarrierCursor, now: number): ReadUntil {
  const read = written.safeParse(parsed(cursor));
  if (!read.success) return beginAt(now - day);
  // A clock that was set back since leaves moments that are yet to come.
  const { begun, at } = read.data;
  return { ...read.data, begun: Math.min(begun, now), at: at > now + overlap ? now : at };
}

function parsed(cursor: CarrierCursor): unknown {
  try {
    return JSON.parse(cursor);
  } catch {
    return null;
  }
}

/**
 * From when on a text is told. RingCentral lists a text again whenever anything about it changes, also one that was said long before us, or
 * that was erased here since.
 */
export function toldSince({ begun, at }: ReadUntil): number {
  return Math.max(begun - overlap, at - day);
}
