/** When somebody works: `Mon-Fri 9:00-17:00, Sat 9:00-12:00`. */
import { nearest } from "./nearest.ts";

/** A stretch of the same length on several days, in the local time of whoever keeps it. */
export interface Office {
  /** 1 is Monday, 7 Sunday. */
  readonly days: readonly number[];
  /** Minutes since midnight; `to` is after `from`, and not part of it. */
  readonly from: number;
  readonly to: number;
}

export type Hours = readonly Office[];

const dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const fullNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const midnight = 24 * 60;

type Found<T> = { readonly value: T } | { readonly problem: string };

/**
 * Reads hours as people write them. Days add up until times follow (`Mon, Wed 9-17`); times without days are of the same days as
 * those before (`Mon-Fri 9-12, 13-17`). A problem says what to write instead, in a sentence that may follow a colon.
 */
export function parseHours(text: string): Found<Hours> {
  const hours: Office[] = [];
  let days = new Set<number>();
  /** The days that still have no times, as they were typed. */
  let open: string | null = null;
  for (const piece of piecesOf(text)) {
    const found = /^\d/.test(piece) ? readTimes(piece) : readDays(piece);
    if ("problem" in found) return found;
    if ("days" in found.value) {
      days = new Set([...(open === null ? [] : days), ...found.value.days]);
      open = piece;
    } else if (days.size === 0) {
      return { problem: `no day stands before ${piece}; write the days, too, such as Mon-Fri 9:00-17:00.` };
    } else {
      const office = { days: inOrder(days), ...found.value };
      const problem = backwards(office);
      if (problem !== null) return { problem };
      hours.push(office);
      open = null;
    }
  }
  if (open !== null)
    return { problem: `no times stand after ${open}; write them, too, such as Mon-Fri 9:00-17:00.` };
  if (hours.length > 0) return { value: hours };
  return { problem: "it is empty; write days and times, such as Mon-Fri 9:00-17:00, Sat 9:00-12:00." };
}

/** Ranges of days and of times, each without a space in it. */
function piecesOf(text: string): string[] {
  return text
    .replace(/\s*[-\u2010-\u2015]\s*/g, "-")
    .split(/[\s,;]+/)
    .map((piece) => piece.replace(/[:.]+$/, ""))
    .filter((piece) => piece !== "" && !/^(?:and|&)$/i.test(piece));
}

function readDays(piece: string): Found<{ readonly days: readonly number[] }> {
  const names = piece.split("-");
  const [first, last = first] = names.map(dayOf);
  if (names.length > 2 || !first || !last) return { problem: noDay(piece, names) };
  // From Friday to Monday, it goes on over the week's end.
  const length = ((last - first + 7) % 7) + 1;
  return { value: { days: Array.from({ length }, (_, index) => ((first - 1 + index) % 7) + 1) } };
}

/** 0 for what is no day; two letters are enough. */
function dayOf(name: string): number {
  const typed = name.toLowerCase().replace(/\.$/, "");
  return typed.length < 2 ? 0 : fullNames.findIndex((full) => full.startsWith(typed)) + 1;
}

function noDay(piece: string, names: readonly string[]): string {
  const wrong = names.length > 2 ? piece : (names.find((name) => dayOf(name) === 0) ?? piece);
  const meant = nearest(wrong, dayNames) ?? nearest(wrong, fullNames);
  const hint = meant === null ? "" : ` Did you mean ${meant}?`;
  return `${wrong} is no day; write ${dayNames.slice(0, -1).join(", ")} or ${dayNames.at(-1)}.${hint}`;
}

function readTimes(piece: string): Found<Pick<Office, "from" | "to">> {
  const [, from, fromMinute = "00", to, toMinute = "00"] =
    /^(\d{1,2})(?:[:.](\d\d))?-(\d{1,2})(?:[:.](\d\d))?$/.exec(piece) ?? [];
  const times = { from: minutesOf(from, fromMinute), to: minutesOf(to, toMinute) };
  if (times.from <= midnight && times.to <= midnight) return { value: times };
  return { problem: `${piece} are no times; write the hours from 0:00 to 24:00, such as 9:00-17:00.` };
}

function minutesOf(hour: string | undefined, minute: string): number {
  return hour === undefined || Number(minute) > 59 ? Number.NaN : Number(hour) * 60 + Number(minute);
}

function backwards(office: Office): string | null {
  const { days, from, to } = office;
  if (to > from) return null;
  if (to === from) return `${timesOf(office)} ends as it begins; write 0:00-24:00 for a whole day.`;
  const before = { ...office, to: midnight };
  if (to === 0) return `${timesOf(office)} ends before it begins; write ${describeHours([before])}.`;
  const after = { days: inOrder(new Set(days.map((day) => (day % 7) + 1))), from: 0, to };
  const [noon, evening] = [12 * 60, to + 12 * 60];
  const meant = to < noon && evening > from && from < noon ? `${timesOf({ from, to: evening })}, or ` : "";
  return `${timesOf(office)} ends before it begins; write ${meant}two stretches: ${describeHours([before, after])}.`;
}

function inOrder(days: ReadonlySet<number>): number[] {
  return [...days].sort((left, right) => left - right);
}

/** As they are best written, to be read again by `parseHours`. */
export function describeHours(hours: Hours): string {
  return hours
    .map((office, index) => {
      const days = daysOf(office);
      const before = hours[index - 1];
      return before !== undefined && daysOf(before) === days ? timesOf(office) : `${days} ${timesOf(office)}`;
    })
    .join(", ");
}

/** `Mon, Wed-Fri`; `Fri-Mon` over the week's end. */
function daysOf({ days }: Pick<Office, "days">): string {
  const kept = (day: number) => days.includes(((day + 6) % 7) + 1);
  const name = (day: number) => dayNames[(day + 6) % 7] ?? "";
  if (days.length === 7) return "Mon-Sun";
  return days
    .filter((day) => !kept(day - 1))
    .map((first) => {
      let last = first;
      while (kept(last + 1)) last += 1;
      return last === first ? name(first) : `${name(first)}-${name(last)}`;
    })
    .join(", ");
}

function timesOf({ from, to }: Pick<Office, "from" | "to">): string {
  const time = (minutes: number) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  return `${time(from)}-${time(to)}`;
}

/** Making one costs far more than using it, and there are few zones. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/**
 * Whether a moment lies in them, by the clock on the wall there: an hour that daylight saving takes away has no moments, one that
 * it gives twice has them twice.
 * @param timeZone an IANA name. @param at milliseconds since 1970.
 */
export function isWithin(hours: Hours, timeZone: string, at: number): boolean {
  if (hours.length === 0) return false;
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat("en-US", {
      timeZone,
      weekday: "short",
      hour: "numeric",
      minute: "numeric",
      hourCycle: "h23",
    });
  clocks.set(timeZone, clock);
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  const day = dayNames.indexOf(parts.get("weekday") ?? "") + 1;
  const minute = Number(parts.get("hour")) * 60 + Number(parts.get("minute"));
  return hours.some(({ days, from, to }) => days.includes(day) && from <= minute && minute < to);
}
