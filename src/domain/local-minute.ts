/** Making one costs far more than using it, and there are few zones. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/**
 * What the clock on the wall shows at a moment: its minutes since 1970 as if it stood in UTC.
 * @param at milliseconds since 1970. @param zone an IANA name.
 */
export function localMinute(at: number, zone: string): number {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      hourCycle: "h23",
    });
  clocks.set(zone, clock);
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute")) / 60_000;
}
