/** The candidate that a mistyped word was probably meant to be; null when none is near. Case does not count. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  if (word.length > 64) return null;
  const typed = word.toLowerCase();
  let best: { candidate: string; distance: number } | null = null;
  for (const candidate of candidates) {
    const distance = editDistance(typed, candidate.toLowerCase());
    if (best === null || distance < best.distance) best = { candidate, distance };
  }
  return best !== null && isNear(best.distance, best.candidate) ? best.candidate : null;
}

/** Whether a word that is so far from it was probably meant to be it. */
export function isNear(distance: number, candidate: string): boolean {
  return distance <= Math.max(1, Math.floor(candidate.length / 3));
}

/** Insertions, deletions and replacements between two words; two neighbours exchanged count as one. */
export function editDistance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const replaced = (last[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      const removed = (last[column] ?? 0) + 1;
      const inserted = (current[column - 1] ?? 0) + 1;
      const swapped =
        left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
          ? (beforeLast[column - 2] ?? Number.POSITIVE_INFINITY) + 1
          : Number.POSITIVE_INFINITY;
      current.push(Math.min(replaced, removed, inserted, swapped));
    }
    beforeLast = last;
    last = current;
  }
  return last[right.length] ?? 0;
}
