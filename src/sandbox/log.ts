/** The newest entries of something, in a ring. */
export interface Log<T> {
  add(entry: T): void;
  /** Oldest first. */
  entries(): T[];
}

/** Remembers `size` entries; 0 remembers none. */
export function createLog<T>(size: number): Log<T> {
  const ring: T[] = [];
  let next = 0;
  return {
    add(entry) {
      if (size <= 0) return;
      ring[next] = entry;
      next = (next + 1) % size;
    },
    entries: () => (ring.length < size ? [...ring] : [...ring.slice(next), ...ring.slice(0, next)]),
  };
}
