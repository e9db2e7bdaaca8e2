import type { Address } from "./ids.ts";
import { numberOf } from "./phone.ts";

/** Fewer digits are in every number. */
const fewestDigits = 3;

/** Whether somebody's number or name has in it what was typed: digits in a row, however they are written, or letters of any case. */
export function hasWords(
  typed: string,
): (who: { readonly address: Address; readonly name: string | null }) => boolean {
  const words = folded(typed);
  const digits = typed.replace(/\D/g, "");
  const isNumber = digits.length >= fewestDigits && !/\p{L}/u.test(typed);
  return ({ address, name }) => {
    if (words === "") return false;
    if (isNumber && address.replace(/\D/g, "").includes(digits)) return true;
    if (numberOf(address) === null && folded(address).includes(words)) return true;
    return name !== null && folded(name).includes(words);
  };
}

function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/gu, " ").trim();
}
