/** Words from phones, Slack and the CRM on a terminal: they can't move its cursor, colour anything, ring, or turn round what follows. */
import { cleanText, withoutMisleading } from "../domain/plain-text.ts";

export function inertLines(words: string): string[] {
  return withoutMisleading(cleanText(words)).split("\n");
}

export function inert(words: string): string {
  return inertLines(words).join(" ");
}
