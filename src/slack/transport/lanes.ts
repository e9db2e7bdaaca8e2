/** Work with the same lane runs one at a time and in order; lanes run side by side, up to a number at once (law 4). */

export interface Lanes {
  /** Adds work to the end of its lane. It must not throw. */
  add(lane: string, work: () => Promise<void>): void;
  /** Resolves when nothing is running or queued. */
  idle(): Promise<void>;
  readonly size: number;
}

type Work = () => Promise<void>;

export function createLanes(atOnce: number): Lanes {
  const queues = new Map<string, Work[]>();
  /** Lanes with work that no runner has taken up, in the order in which they got it. */
  const ready: string[] = [];
  let running = 0;
  let size = 0;
  let waiters: (() => void)[] = [];

  function startMore(): void {
    while (running < atOnce) {
      const lane = ready.shift();
      if (lane === undefined) return;
      running += 1;
      void runNext(lane);
    }
  }

  async function runNext(lane: string): Promise<void> {
    const queue = queues.get(lane) ?? [];
    const work = queue.shift();
    try {
      await work?.();
    } finally {
      running -= 1;
      size -= 1;
      if (queue.length > 0) ready.push(lane);
      else queues.delete(lane);
      startMore();
      if (size === 0) for (const settle of waiters.splice(0)) settle();
    }
  }

  return {
    add(lane, work) {
      size += 1;
      const queue = queues.get(lane);
      if (queue !== undefined) {
        queue.push(work);
        return;
      }
      queues.set(lane, [work]);
      ready.push(lane);
      startMore();
    },
    idle: () =>
      size === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiters = [...waiters, resolve];
          }),
    get size() {
      return size;
    },
  };
}
