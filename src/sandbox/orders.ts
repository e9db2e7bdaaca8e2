/** What a stand-in was told to do next, each a number of times. */
export interface Orders<T> {
  add(order: T): void;
  /** The first that fits; null for none. */
  peek(fits: (order: T) => boolean): T | null;
  /** The same, used up. */
  take(fits: (order: T) => boolean): T | null;
  clear(): void;
}

/** Makes an empty list. An order without `times` holds once. */
export function createOrders<T extends { readonly times?: number }>(): Orders<T> {
  let queue: { readonly order: T; left: number }[] = [];
  return {
    add(order) {
      queue.push({ order, left: order.times ?? 1 });
    },
    peek: (fits) => queue.find(({ order }) => fits(order))?.order ?? null,
    take(fits) {
      const first = queue.find(({ order }) => fits(order));
      if (first === undefined) return null;
      first.left -= 1;
      if (first.left <= 0) queue = queue.filter((one) => one !== first);
      return first.order;
    },
    clear() {
      queue = [];
    },
  };
}
