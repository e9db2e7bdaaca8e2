/** Days by the clock on a wall, and when they begin. */
import { localTime } from "./local-time.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `2026-01-31`, as it was typed; null for what is no day. */
export function parseDay(typed: string): string | null {
  const written = typed.trim();
  if (!/^\d{4}-\d{2}-\d{2}$/.test(written)) return null;
  const at = Date.parse(`${written}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== written ? null : written;
}

/** The one behind it. */
export function dayAfter(one: string): string {
  return new Date(Date.parse(`${one}T00:00:00Z`) + day).toISOString().slice(0, 10);
}

/**
 * When a day begins there: its first moment, also where midnight is skipped.
 * @param one `2026-01-31`. @param zone an IANA name. Milliseconds since 1970.
 */
export function beginOf(one: string, zone: string): number {
  const guess = onTheWall(Date.parse(`${one}T00:00:00Z`), zone);
  return localTime(guess, zone).day === one ? guess : guess + hour;
}

/** @param wall what the clock there shows, as if it were UTC. */
export function onTheWall(wall: number, zone: string): number {
  const guess = wall - offsetAt(wall, zone);
  return wall - offsetAt(guess, zone);
}

function offsetAt(at: number, zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)/.exec(localTime(at, zone).offset) ?? [];
  const ahead = Number(hours ?? 0) * hour + Number(minutes ?? 0) * minute;
  return sign === "-" ? -ahead : ahead;
}
