/** What is under way in the stand-in: timers and deliveries, so that it can be waited for and dropped. */
export interface Work {
  /** Runs something after a while; at once (but not synchronously) for 0. */
  later(ms: number, job: () => void): void;
  /** Counts something as under way until it settles. */
  during<T>(job: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Drops all timers; nothing starts any more. */
  stop(): void;
}

/** Makes an empty one. */
export function createWork(): Work {
  const timers = new Set<NodeJS.Timeout>();
  let waiting: (() => void)[] = [];
  let underWay = 0;
  let isStopped = false;

  const end = () => {
    underWay -= 1;
    if (underWay > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  const run = (job: () => void) => {
    try {
      if (!isStopped) job();
    } finally {
      end();
    }
  };
  return {
    later(ms, job) {
      if (isStopped) return;
      underWay += 1;
      if (ms <= 0) {
        setImmediate(run, job);
        return;
      }
      const timer = setTimeout(() => {
        timers.delete(timer);
        run(job);
      }, ms);
      timers.add(timer);
    },
    async during(job) {
      underWay += 1;
      try {
        return await job;
      } finally {
        end();
      }
    },
    async idle() {
      if (underWay > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    stop() {
      isStopped = true;
      underWay -= timers.size;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      if (underWay <= 0) for (const resolve of waiting) resolve();
    },
  };
}
