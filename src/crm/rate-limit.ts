/** How often something may be asked of a CRM. Memory only: after a restart its own answers correct us. */
import { setTimeout as pause } from "node:timers/promises";

export interface RateLimit {
  /**
   * Resolves when it is one's turn, with 0; or at once with how long that would take, where it would take too long to wait for it here.
   * Milliseconds.
   */
  turn(): Promise<number>;
  /** What `turn` would say now, without taking it. */
  freeIn(): number;
  /** The CRM said not to come back before that time. Milliseconds. */
  hold(ms: number): void;
}

/** Who has to wait longer comes again. Milliseconds. */
const patience = 2_000;

/** @param steady milliseconds since whenever; nobody sets it. */
export function createRateLimit(
  { times, withinMs }: { readonly times: number; readonly withinMs: number },
  steady: () => number = () => performance.now(),
): RateLimit {
  /** When the last so many turns are, the ones to come included; oldest first. */
  const turns: number[] = [];
  let heldUntil = Number.NEGATIVE_INFINITY;
  /** Two timers of almost one moment may run out in any order. */
  let before: Promise<unknown> = Promise.resolve();

  function next() {
    const now = steady();
    const freeAt = turns.length < times ? now : (turns[0] ?? now) + withinMs;
    const at = Math.max(now, freeAt, heldUntil);
    return { at, waitMs: Math.ceil(at - now) };
  }

  return {
    freeIn() {
      const { waitMs } = next();
      return waitMs > patience ? waitMs : 0;
    },
    async turn() {
      const { at, waitMs } = next();
      if (waitMs > patience) return waitMs;
      turns.push(at);
      if (turns.length > times) turns.shift();
      if (waitMs > 0) {
        before = Promise.all([before, pause(waitMs)]);
        await before;
      }
      return 0;
    },
    hold(ms) {
      heldUntil = Math.max(heldUntil, steady() + ms);
    },
  };
}
