/** The least of the moments that are there; null where none is. */
export function earliest(moments: readonly (number | null)[]): number | null {
  const there = moments.filter((moment) => moment !== null);
  return there.length === 0 ? null : Math.min(...there);
}
