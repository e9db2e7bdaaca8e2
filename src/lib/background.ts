/** Work that nobody waits for but a stop. */
export interface Background {
  begin(work: () => Promise<void>): void;
  /** Resolves when none is under way. */
  idle(): Promise<void>;
}

/** @param failed hears of what nobody else does. */
export function createBackground(failed: (error: unknown) => void): Background {
  const underWay = new Set<Promise<void>>();
  return {
    begin(work) {
      const running = work()
        .catch(failed)
        .finally(() => underWay.delete(running));
      underWay.add(running);
    },
    idle: async () => void (await Promise.all(underWay)),
  };
}
