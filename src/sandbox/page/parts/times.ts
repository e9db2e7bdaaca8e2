/** Moments as people say them, in the reader's zone. */

const clock = new Intl.DateTimeFormat("en-US", { hour: "numeric", minute: "2-digit" });
const exact = new Intl.DateTimeFormat("en-US", { dateStyle: "full", timeStyle: "medium" });
const second = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat("en-US", { weekday: "long", month: "long", day: "numeric" });

export const showTime = (at: Date): string => clock.format(at);
export const showExactly = (at: Date): string => exact.format(at);
export const showSeconds = (at: Date): string => second.format(at);

export function dateOf(ts: string): Date {
  return new Date(Number(ts) * 1000);
}

/** `Today`, `Yesterday`, `Friday, November 20`. */
export function showDay(at: Date, now = new Date()): string {
  if (at.toDateString() === now.toDateString()) return "Today";
  const before = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  return at.toDateString() === before.toDateString() ? "Yesterday" : day.format(at);
}
