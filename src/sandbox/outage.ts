/** Whether the stand-in is down, and what waits for it to come back. */
export interface Outage {
  isDown(): boolean;
  /** Ends with everything that waited, in order. */
  set(on: boolean): void;
  /** While down keeps the job for later and says true. */
  postpone(job: () => void): boolean;
}

/** Starts up. */
export function createOutage(): Outage {
  let isDown = false;
  let waiting: (() => void)[] = [];
  return {
    isDown: () => isDown,
    set(on) {
      isDown = on;
      if (on) return;
      const jobs = waiting;
      waiting = [];
      for (const job of jobs) job();
    },
    postpone(job) {
      if (isDown) waiting.push(job);
      return isDown;
    },
  };
}
