/** Until when a conversation is put aside. */
import { onTheWall } from "./local-midnight.ts";
import { localTime } from "./local-time.ts";

/** One that sleeps until its contact writes: the end of time. */
export const untilTheyWrite = 8.64e15;

/** `time`: one that was chosen. */
export const SNOOZES = ["hour", "tomorrow", "monday", "time", "write"] as const;
export type Snooze = (typeof SNOOZES)[number];

const hour = 3_600_000;
const day = 24 * hour;
const opens = 9 * hour;
const monday = 1;

/** @param chosen only of `time`. @param zone of whoever chooses. Null where a time is missing. */
export function snoozeUntil(how: Snooze, chosen: number | null, now: number, zone: string): number | null {
  if (how === "hour") return now + hour;
  if (how === "time") return chosen;
  if (how === "write") return untilTheyWrite;
  for (let later = 1; ; later += 1) {
    const date = Date.parse(`${localTime(now, zone).day}T00:00:00Z`) + later * day;
    if (how === "tomorrow" || new Date(date).getUTCDay() === monday) return onTheWall(date + opens, zone);
  }
}
