/**
 * For what may happen thousands of times and need be said only now and then. By a clock that nobody sets, because what is asked of
 * it is only how long ago something was.
 */

export interface Seldom {
  /** How often a kind was passed over since it was last said, when it is to be said now; null when it is not. */
  (kind: string): number | null;
  /** It is over: when it happens again, that is said at once. */
  over(kind: string): void;
}

/** @param every milliseconds. */
export function createSeldom(every: number): Seldom {
  const said = new Map<string, { at: number; unsaid: number }>();
  const seldom = (kind: string): number | null => {
    const last = said.get(kind);
    const now = performance.now();
    if (last !== undefined && now - last.at < every) {
      last.unsaid += 1;
      return null;
    }
    said.set(kind, { at: now, unsaid: 0 });
    return last?.unsaid ?? 0;
  };
  return Object.assign(seldom, {
    over: (kind: string) => {
      const last = said.get(kind);
      if (last !== undefined) last.at = Number.NEGATIVE_INFINITY;
    },
  });
}
