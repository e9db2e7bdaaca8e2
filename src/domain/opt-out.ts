/**
 * What a contact's text says about whether they want to be texted. A whole message of one of the known words acts at once; anything
 * that may mean it in other words (`opt-out-wording.ts`) is for a person to judge.
 */

import { mayMeanStop } from "./opt-out-wording.ts";

export type OptOutWord = "stop" | "start" | "help";

/** `ask`: it may mean stop, so a person is asked before anything else is sent. */
export type OptOutMeaning = OptOutWord | "ask" | "nothing";

const STOP: ReadonlySet<string> = new Set([
  "stop",
  "stopall",
  "stop all",
  "unsubscribe",
  "end",
  "quit",
  "cancel",
  "revoke",
  "opt out",
  "optout",
  "remove",
  "arret",
  "alto",
  "parar",
]);

const START: ReadonlySet<string> = new Set(["start", "unstop", "subscribe", "resume", "continue"]);

const HELP: ReadonlySet<string> = new Set(["help", "info"]);

/** @param isOut whether they have opted out: only then is a bare "yes" a wish to be texted again. */
export function optOutMeaning(text: string, isOut: boolean): OptOutMeaning {
  const plain = plainly(text);
  const words = wordsOf(plain);
  if (STOP.has(words)) return "stop";
  if (START.has(words) || (isOut && words === "yes")) return "start";
  if (HELP.has(words)) return "help";
  if (words === "") return /[🛑⛔]/u.test(text) ? "ask" : "nothing";
  const clauses = plain.split(/[\n.!?¡¿,;:…—–()"“”«»]+/u).map(wordsOf);
  return mayMeanStop(clauses.filter((clause) => clause !== "")) ? "ask" : "nothing";
}

/** Case, accents, apostrophes and invisible characters do not count. */
function plainly(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}'’‘`´]/gu, "")
    .toLowerCase();
}

/** Signs, blanks and emoji around and between words do not count either. */
function wordsOf(plain: string): string {
  return plain.match(/[\p{L}\p{N}]+/gu)?.join(" ") ?? "";
}
