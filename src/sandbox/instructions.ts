/** What a stand-in was told about the next few of something, in the order of telling. */
export interface Instructions<T> {
  add(what: T): void;
  /** The first that fits; null for none. */
  peek(fits: (what: T) => boolean): T | null;
  /** The same, used up: it counts for `times`, once unless given. */
  take(fits: (what: T) => boolean): T | null;
  clear(): void;
}

/** Makes an empty one. */
export function createInstructions<T extends { readonly times?: number }>(): Instructions<T> {
  let queue: { readonly what: T; left: number }[] = [];
  return {
    add(what) {
      queue.push({ what, left: what.times ?? 1 });
    },
    peek: (fits) => queue.find(({ what }) => fits(what))?.what ?? null,
    take(fits) {
      const first = queue.find(({ what }) => fits(what));
      if (first === undefined) return null;
      first.left -= 1;
      if (first.left <= 0) queue = queue.filter((one) => one !== first);
      return first.what;
    },
    clear() {
      queue = [];
    },
  };
}
