/** The words that RingCentral takes for an opt-out or an opt-in, and confirms by itself: the whole text, in any case. HELP it leaves to us. */
const words: ReadonlySet<string> = new Set([
  ...["STOP", "UNSUBSCRIBE", "QUIT", "CANCEL", "END"],
  ...["START", "SUBSCRIBE", "RESUME", "CONTINUE", "UNSTOP"],
]);

/** The contract's `answers`. */
export function answers(body: string): boolean {
  return words.has(body.trim().toUpperCase());
}
