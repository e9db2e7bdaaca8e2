/** The hour that comes twice when clocks are put back: a time in it says nothing of which of the two is meant. */

/** By how much clocks are put back anywhere: half an hour, an hour, and two of them. Milliseconds. */
const steps = [30, 60, 120].map((minutes) => minutes * 60_000);

export interface DoubledHour {
  readonly which: "first" | "second";
  /** What the clock on the wall shows both times: `1:30 AM`. */
  readonly clock: string;
  /** What tells the two apart: `EDT`. */
  readonly zoneName: string;
}

/**
 * Null for a time that comes once.
 * @param at milliseconds since 1970. @param zone an IANA name.
 */
export function doubledHour(at: number, zone: string): DoubledHour | null {
  const wall = onTheWall(zone);
  const shown = wall.format(at);
  const isShownAt = (ms: number) => wall.format(ms) === shown;
  const which = steps.some((step) => isShownAt(at + step))
    ? "first"
    : steps.some((step) => isShownAt(at - step))
      ? "second"
      : null;
  if (which === null) return null;
  const parts = clockOf(zone).formatToParts(at);
  const zoneName = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  const clock = parts
    .filter(({ type }) => type !== "timeZoneName")
    .map(({ value }) => value)
    .join("")
    // Whatever kind of space this version of the data puts before the PM.
    .replace(/\s+/g, " ")
    .trim();
  return { which, clock, zoneName };
}

function onTheWall(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone,
    dateStyle: "short",
    timeStyle: "short",
    hourCycle: "h23",
  });
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-US", {
    timeZone,
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  });
}
