/** A template that is called where its answer is to go: `!hours`, alone, as a reply. */
import { seenIn } from "./inside.ts";

/**
 * The key that a reply calls, in lower case, whether or not a template has it; null where it calls none. It is one word, narrow or wide,
 * with a letter or a digit in it: "!!!" is an answer like any other.
 */
export function calledTemplate(text: string): string | null {
  const [, word = ""] = /^\s*!(\S+)\s*$/u.exec(seenIn(text)) ?? [];
  return /[\p{L}\p{N}]/u.test(word) ? word.toLowerCase() : null;
}
