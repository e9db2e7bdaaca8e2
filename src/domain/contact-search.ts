/** Finding a contact by what somebody types: words of a name, or digits of a number. */
import { atAGlance } from "./at-a-glance.ts";

export interface Search {
  /** None: whoever has a name is meant. */
  readonly words: readonly string[];
  /** As they stand in a number, whatever stands before it; null for what can't be part of one. */
  readonly digits: string | null;
}

export function readSearch(typed: string): Search {
  const looked = atAGlance(typed);
  return { words: looked === "" ? [] : looked.split(" "), digits: digitsOf(typed) };
}

/** A zero that stands before a number at home does not belong to it. */
function digitsOf(typed: string): string | null {
  if (!/^[\s\d+().\-/\u2010-\u2015]*\d[\s\d+().\-/\u2010-\u2015]*$/.test(typed)) return null;
  const digits = typed.replace(/\D/g, "").replace(/^0+/, "");
  return digits === "" ? null : digits;
}

/**
 * How well a name fits, 0 the best; null where it does not.
 * @param name as `atAGlance` gives it.
 */
export function rankOfName(name: string, { words }: Search): number | null {
  if (words.every((word) => name.startsWith(word) || name.includes(` ${word}`))) return 0;
  return words.every((word) => name.includes(word)) ? 1 : null;
}
