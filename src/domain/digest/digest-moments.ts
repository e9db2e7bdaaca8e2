/** Moments as a record tells them: by the clock where its owner is, in an hour that comes twice with the zone that it is of. */

/** Making one costs far more than using it, and there are few zones. */
const known = new Map<string, Intl.DateTimeFormat>();

const styles = {
  date: { dateStyle: "full" },
  moment: { dateStyle: "medium", timeStyle: "short" },
  time: { hour: "numeric", minute: "2-digit" },
  zonedTime: { hour: "numeric", minute: "2-digit", timeZoneName: "short" },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

function format(style: keyof typeof styles, at: number, zone: string): string {
  const key = `${style} ${zone}`;
  const made = known.get(key) ?? new Intl.DateTimeFormat("en-US", { timeZone: zone, ...styles[style] });
  known.set(key, made);
  // Whatever kind of space this version of the data puts before the PM.
  return made.format(at).replace(/\s+/gu, " ");
}

/** `Thursday, November 26, 2026` */
export function fullDay(at: number, zone: string): string {
  return format("date", at, zone);
}

/** `Thursday, November 26, 2026 at 8:00 AM EST` */
export function fullMoment(at: number, zone: string): string {
  return `${format("date", at, zone)} at ${format("zonedTime", at, zone)}`;
}

const halfDay = 12 * 3_600_000;

/**
 * `8:00 AM`; within half a day of a change of the clocks `1:30 AM EST`, since 1:30 may come twice. It depends on nothing but the moment, so
 * that what was said once is told alike in each piece.
 */
export function timeOfDay(at: number, zone: string): string {
  const style = changesNear(at, zone) ? "zonedTime" : "time";
  return format(style, at, zone);
}

function changesNear(at: number, zone: string): boolean {
  return zoneName(at - halfDay, zone) !== zoneName(at + halfDay, zone);
}

function zoneName(at: number, zone: string): string {
  return format("zonedTime", at, zone).split(" ").slice(2).join(" ");
}
