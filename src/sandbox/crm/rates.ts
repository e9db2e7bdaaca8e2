/** So many in so long, counted as the last ones. */
export interface Rate {
  /** False: one too many, which does not count. */
  take(cost?: number): boolean;
  left(): number;
}

/** @param now milliseconds */
export function createRate(most: number, withinMs: number, now: () => number): Rate {
  let taken: { readonly at: number; readonly cost: number }[] = [];
  const left = () => {
    const since = now() - withinMs;
    taken = taken.filter(({ at }) => at > since);
    return most - taken.reduce((sum, { cost }) => sum + cost, 0);
  };
  return {
    take(cost = 1) {
      if (left() < cost) return false;
      taken.push({ at: now(), cost });
      return true;
    },
    left,
  };
}
