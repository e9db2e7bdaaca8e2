/** The words that Twilio answers by itself, and what it says of a text that it took for one of its customer's own. */
import type { E164 } from "../../domain/ids.ts";
import type { OptOutWord } from "../../domain/opt-out.ts";

/** Of a long code: the whole text, in any case. https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out */
const LONG_CODE: ReadonlySet<string> = new Set([
  ...["STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"],
  ...["START", "YES", "UNSTOP"],
  ...["HELP", "INFO"],
]);
/** Toll-free numbers' networks know only these. */
const TOLL_FREE: ReadonlySet<string> = new Set(["STOP", "START", "UNSTOP"]);
const tollFree = /^\+18(?:00|33|44|55|66|77|88)\d{7}$/;

/** The contract's `answers`. */
export function answers(body: string, line: E164): boolean {
  const words = tollFree.test(line) ? TOLL_FREE : LONG_CODE;
  return words.has(body.trim().toUpperCase());
}

const types: ReadonlyMap<string, OptOutWord> = new Map([
  ["STOP", "stop"],
  ["START", "start"],
  ["HELP", "help"],
]);

/** `OptOutType`, which comes with Advanced Opt-Out alone. Null where there is none, or one that is not known. */
export function readOptOutType(given: string | undefined): OptOutWord | null {
  return types.get((given ?? "").trim().toUpperCase()) ?? null;
}
