/** Making one costs far more than using it, and there are few zones. */
const known = new Map<string, Intl.DateTimeFormat>();

/**
 * The day of a moment where the team works: `2026-01-31`.
 * @param at milliseconds since 1970. @param zone an IANA name.
 */
export function localDay(at: number, zone: string): string {
  const format = known.get(zone) ?? new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });
  known.set(zone, format);
  return format.format(at);
}
