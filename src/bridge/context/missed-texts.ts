/**
 * Which carriers list texts that we may not have: a webhook that we could not acknowledge, a sleep, a look that came to nothing. It
 * belongs to this process: a start looks at every list.
 */
export interface MissedTexts {
  /** Its list is to be read at once. */
  note(carrier: string): void;
  noteAll(): void;
  isDue(carrier: string, now: number): boolean;
  /** A look begins. What is noted while it lasts stays to be done. */
  begin(carrier: string): { done(): void; failed(now: number): void };
  /** Whoever asks while it is under way waits for the same look. */
  once(carrier: string, look: () => Promise<void>): Promise<void>;
}

/** A look that failed is made again after this long, then after twice that, and so on. Milliseconds. */
const soonest = 5_000;
const latest = 60_000;

interface Owed {
  readonly failures: number;
  readonly notBefore: number;
}

export function createMissedTexts(carriers: () => Iterable<string>): MissedTexts {
  const owed = new Map<string, Owed>();
  const underWay = new Map<string, Promise<void>>();
  const note = (carrier: string) => void owed.set(carrier, { failures: 0, notBefore: 0 });

  return {
    note,
    noteAll: () => {
      for (const carrier of carriers()) note(carrier);
    },
    isDue: (carrier, now) => (owed.get(carrier)?.notBefore ?? Number.POSITIVE_INFINITY) <= now,
    begin(carrier) {
      const before = owed.get(carrier);
      const isNoted = () => owed.get(carrier) !== before;
      return {
        done: () => {
          if (!isNoted()) owed.delete(carrier);
        },
        failed: (now) => {
          const failures = before?.failures ?? 0;
          const notBefore = now + Math.min(latest, soonest * 2 ** failures);
          if (!isNoted()) owed.set(carrier, { failures: failures + 1, notBefore });
        },
      };
    },
    once(carrier, look) {
      const running = underWay.get(carrier);
      if (running !== undefined) return running;
      const begun = look().finally(() => underWay.delete(carrier));
      underWay.set(carrier, begun);
      return begun;
    },
  };
}
