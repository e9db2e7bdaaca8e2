/** A sentence where nothing but plain words can stand: under a field of a form. */
import type { Sentence } from "./sentence.ts";

/** @param zone an IANA name: where whoever reads it is. */
export function plainSentence(sentence: Sentence, zone: string): string {
  return sentence
    .map((part) => {
      if (typeof part === "string") return part;
      if ("at" in part) return plainMoment(part.at, zone);
      return "label" in part ? part.label : "a colleague";
    })
    .join("");
}

/** `Nov 26, 2026 at 8:00 AM EST`. */
export function plainMoment(at: number, timeZone: string): string {
  const date = new Intl.DateTimeFormat("en-US", { timeZone, dateStyle: "medium" }).format(at);
  const time = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  });
  // Whatever kind of space this version of the data puts before the PM.
  return `${date} at ${time.format(at)}`.replace(/\s+/g, " ");
}

/** `November 26, 2026`: in a text, which is read somewhere else and later. */
export function plainDay(at: number, timeZone: string): string {
  return formatIn(timeZone, "day").format(at).replace(/\s+/g, " ");
}

/** `8:00 AM`, by the clock there. */
export function plainTime(at: number, timeZone: string): string {
  return formatIn(timeZone, "time").format(at).replace(/\s+/g, " ");
}

/** Making one costs far more than using it, and a text to many is filled in for each. */
const known = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string, shows: "day" | "time"): Intl.DateTimeFormat {
  const key = `${shows} ${timeZone}`;
  const style = shows === "day" ? { dateStyle: "long" as const } : { timeStyle: "short" as const };
  const format = known.get(key) ?? new Intl.DateTimeFormat("en-US", { timeZone, ...style });
  known.set(key, format);
  return format;
}
