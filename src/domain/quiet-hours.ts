/** The hours of the day in which texts that nobody has just asked for may reach a phone. */

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
