/** What a cell says with yes or no. */
import { shorten } from "./directory-fields.ts";

const words: Readonly<Record<string, boolean>> = {
  yes: true,
  true: true,
  "1": true,
  no: false,
  false: false,
  "0": false,
};

/** `yes` null: nothing is said. @param what the column. */
export function readYesNo(
  typed: string,
  what: string,
): { readonly yes: boolean | null } | { readonly problem: string } {
  const word = typed.trim().toLowerCase();
  if (word === "") return { yes: null };
  if (Object.hasOwn(words, word)) return { yes: words[word] ?? null };
  return { problem: `${what} is ${shorten(typed)}. Write yes or no.` };
}
