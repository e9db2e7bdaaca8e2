/** The customers of a measurement, by number. */

/** Conversations that take part in the measurement; all others only lie there. */
export const activeCount = 100;

export const phoneOf = (index: number): string => `+1206${String(2_000_000 + index)}`;

/** The active ones are spread evenly over the whole. */
export function isActive(index: number, stored: number): boolean {
  return index % Math.max(1, Math.floor(stored / activeCount)) === 0;
}

export function activePhones(stored: number): string[] {
  const every = Math.max(1, Math.floor(stored / activeCount));
  return Array.from({ length: activeCount }, (_, place) => phoneOf(place * every));
}
