/**
 * Words from outside, made safe to stand among ours: nothing in them acts, and nothing in them is invisible.
 * `showable` says what "shown as typed" means; the others fit it into a place.
 */

import { cut } from "../../domain/cut.ts";
import { isEmptyText, normalizeText, withoutMisleading } from "../../domain/plain-text.ts";

/** What stands where a text has nothing to see. */
export const emptyWords = "(empty text)";

/** Strong right-to-left letters: beside our own words they would drag digits and brackets along. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const DIRECTION_MARK = /[\u061c\u200e\u200f]/g;

/**
 * A text from outside as a person would see it: normalised like any text (NFC, LF, no control characters, half
 * characters as U+FFFD, no blank ends) and without misleading characters. `(empty text)` is not put in here.
 */
export function showable(text: string): string {
  const shown = normalizeText(withoutMisleading(text));
  return isEmptyText(shown) ? "" : shown;
}

/**
 * For a name or preview inside a sentence of ours, where nothing parses markup (`plain_text`, `rich_text`): one
 * line, at most `max` UTF-16 units with the ellipsis; if it runs right to left, in a direction of its own
 * (two invisible isolates more).
 */
export function oneLine(text: string, max: number): string {
  const line = cut(showable(text).replace(DIRECTION_MARK, "").replace(/\s+/g, " ").trim(), max);
  return RIGHT_TO_LEFT.test(line) ? `\u2068${line}\u2069` : line;
}
