/** The words that Telnyx answers by itself, and what it says of a text that it took for one of its customer's own. */
import type { OptOutWord } from "../../domain/opt-out.ts";

/** The whole text, in any case. HELP it leaves to us unless its customer set an answer up, and then it says so in the text's event. */
const words: ReadonlySet<string> = new Set([
  ...["STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"],
  ...["START", "UNSTOP"],
]);

/** The contract's `answers`. */
export function answers(body: string): boolean {
  return words.has(body.trim().toUpperCase());
}

const types: ReadonlyMap<string, OptOutWord> = new Map([
  ["STOP", "stop"],
  ["START", "start"],
  ["HELP", "help"],
  ["INFO", "help"],
]);

/** `autoresponse_type`. Null where there is none, or one that is not known. */
export function readAutoresponse(given: string | null | undefined): OptOutWord | null {
  return types.get((given ?? "").trim().toUpperCase()) ?? null;
}
