/** The hours of the day in which texts that nobody has just asked for may reach a phone. */
import { localMinute } from "./local-minute.ts";

/** Whole hours by the clock on the wall there: from `from` on, until `to` begins. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

type Found = { readonly value: QuietHours | null } | { readonly problem: string };

/** Null for `off`. The problem is a phrase that follows what the setting is called. */
export function parseQuietHours(text: string): Found {
  if (text.toLowerCase() === "off") return { value: null };
  const [, first, last] = /^(\d{1,2})(?::00)?\s*[-\u2010-\u2015]\s*(\d{1,2})(?::00)?$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (first === undefined || from > 24 || to > 24) {
    return {
      problem: "must be the whole hours between which texts may leave, such as 8-21, or off.",
    };
  }
  if (from === to) return { problem: "ends as it begins; write 0-24 for the whole day, or off." };
  if (from > to) {
    return { problem: `ends before it begins; ${meantBy(from, to)}` };
  }
  return { value: { from, to } };
}

/** Who writes 9-8 has a clock of twelve hours; who writes 21-8, the hours in which phones are to be left alone. */
function meantBy(from: number, to: number): string {
  return from <= 12
    ? `write the hours of one day, such as ${from}-${to + 12}.`
    : `these are the hours in which texts leave, so write ${to}-${from}.`;
}

/** As it is written, to be read again by `parseQuietHours`. */
export function describeQuietHours(hours: QuietHours | null): string {
  return hours === null ? "off" : `${hours.from}-${hours.to}`;
}

const day = 24 * 60;
const minute = 60_000;

/**
 * When a text may leave: the moment itself, or the next one at which the hours hold by every clock that may be the contact's. Null where
 * there is none, because these clocks are too far apart.
 * @param zones IANA names. @param at milliseconds since 1970.
 */
export function nextAllowed(hours: QuietHours, zones: readonly string[], at: number): number | null {
  let moment = at;
  // Each step goes to where one clock allows it; as the days are alike, what was not found in a few of them is never found.
  while (moment - at < 4 * day * minute) {
    const now = moment;
    const next = Math.max(now, ...zones.map((zone) => nextIn(hours, zone, now)));
    if (next === now) return now;
    moment = next;
  }
  return null;
}

/** By one clock. A day begins with `from`, or, where that hour is skipped, with what comes after it. */
function nextIn({ from, to }: QuietHours, zone: string, at: number): number {
  const local = localMinute(at, zone);
  const today = Math.floor(local / day) * day;
  if (local >= today + from * 60 && local < today + to * 60) return at;
  const begins = today + from * 60 + (local < today + from * 60 ? 0 : day);
  let [before, after] = [Math.floor(at / minute), Math.floor(at / minute) + 2 * day + 120];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localMinute(middle * minute, zone) >= begins) after = middle;
    else before = middle;
  }
  return after * minute;
}
