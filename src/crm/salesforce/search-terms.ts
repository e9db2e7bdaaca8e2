/** What stands between the braces of a search (SOSL); null where there is too little to search for. */
import type { Address } from "../../domain/ids.ts";
import { numberOf, usualForms } from "../../domain/phone.ts";

/**
 * Its index holds the groups of digits that somebody typed, so a number is looked for in each of its usual forms: one group as it is, several
 * as a phrase, in which signs between them do not count.
 */
export function phoneTerms(phone: Address): string | null {
  const number = numberOf(phone);
  if (number === null) return null;
  const terms = usualForms(number).map((form) => form.split(/\D+/).filter((group) => group !== ""));
  return [
    ...new Set(terms.map((groups) => (groups.length === 1 ? groups.join() : `"${groups.join(" ")}"`))),
  ].join(" OR ");
}

const reserved = /[?&|!{}[\]()^~*:\\"'+-]/g;
const operators = /^(and|or|not)$/i;
/** What it takes at once; a longer name is none. */
const longest = 200;

/** Words that each have to be there, the last of which may go on. */
export function nameTerms(name: string): string | null {
  const words = name
    .slice(0, longest)
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (words.join("").replace(/[^\p{L}\p{N}]/gu, "").length < 2) return null;
  const terms = words.map((word) => (operators.test(word) ? `"${word}"` : word.replace(reserved, "\\$&")));
  return operators.test(words.at(-1) ?? "") ? terms.join(" ") : `${terms.join(" ")}*`;
}
