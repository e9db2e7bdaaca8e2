/** Whether two texts say the same, as carriers may have changed them on the way: their spaces, and signs for which there is a plain one. */
import { plainPunctuation } from "./plain-punctuation.ts";

export function sameWords(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(text: string): string {
  return plainPunctuation(text).replace(/\s+/gu, " ").trim().normalize("NFC");
}
