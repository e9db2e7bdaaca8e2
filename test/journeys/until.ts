/** Between two looks. Milliseconds. */
const pause = 10;
/** A look that takes longer than this waited for the machine, and not for what is looked for. Milliseconds. */
const longestLook = 50;

/**
 * Waits until something is so, and says what it waited for when it never is.
 * @param withinMs as an idle machine counts it; on a busy one it may be several times that by the clock.
 */
export async function until<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  withinMs = 45_000,
): Promise<T> {
  let waited = 0;
  for (;;) {
    const began = performance.now();
    const seen = await look();
    if (seen) return seen;
    if (waited > withinMs) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
    waited += Math.min(performance.now() - began, longestLook);
  }
}
