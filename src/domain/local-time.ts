/** Making one costs far more than using it, and there are few zones. */
const known = new Map<string, Intl.DateTimeFormat>();

export interface LocalTime {
  /** `2026-01-31` */
  readonly day: string;
  /** `09:05:00` */
  readonly time: string;
  /** `-05:00`: of an hour that daylight saving gives twice it says which. */
  readonly offset: string;
}

/**
 * A moment by the clock on the wall there.
 * @param at milliseconds since 1970. @param zone an IANA name.
 */
export function localTime(at: number, zone: string): LocalTime {
  const format =
    known.get(zone) ??
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZoneName: "longOffset",
    });
  known.set(zone, format);
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? "";
  const offset = part("timeZoneName").replace("GMT", "");
  return {
    day: `${part("year")}-${part("month")}-${part("day")}`,
    time: `${part("hour")}:${part("minute")}:${part("second")}`,
    offset: offset === "" ? "+00:00" : offset,
  };
}
