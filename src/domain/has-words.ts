import { atAGlance } from "./at-a-glance.ts";
import { rankOfName, readSearch } from "./contact-search.ts";
import type { Address } from "./ids.ts";
import { numberOf } from "./phone.ts";

/** Fewer digits are in too many numbers. */
const fewestDigits = 3;

/** Whether what was typed fits somebody: the words their name, or digits in a row their number. */
export function hasWords(
  typed: string,
): (who: { readonly address: Address; readonly name: string | null }) => boolean {
  const search = readSearch(typed);
  const { digits, words } = search;
  const isIn = (name: string) => words.length > 0 && rankOfName(atAGlance(name), search) !== null;
  return ({ address, name }) => {
    if (digits !== null && digits.length >= fewestDigits && address.includes(digits)) return true;
    return (name !== null && isIn(name)) || (isIn(address) && numberOf(address) === null);
  };
}
