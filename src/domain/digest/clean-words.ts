/** What a record says of somebody's words and names: as typed, without what shows nothing and misleads. */
import { cut } from "../cut.ts";
import { cleanText, withoutMisleading } from "../plain-text.ts";

/** What no reader would miss of a name; so long at most, every head of an entry fits into every CRM. */
const longestName = 80;

/** Line by line, none with spaces at its end, and no empty ones around them. */
export function cleanLines(words: string): string[] {
  const lines = withoutMisleading(cleanText(words)).split("\n");
  const trimmed = lines.map((line) => line.trimEnd());
  const first = trimmed.findIndex((line) => line !== "");
  const last = trimmed.findLastIndex((line) => line !== "");
  return first === -1 ? [] : trimmed.slice(first, last + 1);
}

/** A name on one line. */
export function cleanName(name: string): string {
  return cut(oneLine(name), longestName);
}

export function oneLine(words: string): string {
  return withoutMisleading(cleanText(words)).replace(/\s+/gu, " ").trim();
}
