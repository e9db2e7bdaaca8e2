/** Whole messages by which somebody asks not to be texted any more, or takes that back. A word among others is neither. */

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

/** They mean something else from whoever has not opted out. */
const START: ReadonlySet<string> = new Set(["start", "unstop", "subscribe", "resume", "continue", "yes"]);

/** Case, accents, and the signs, blanks and emoji around and between words do not count. */
export function optOutWord(text: string): "stop" | "start" | null {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+/gu)?.join(" ") ?? "";
  if (STOP.has(words)) return "stop";
  return START.has(words) ? "start" : null;
}
