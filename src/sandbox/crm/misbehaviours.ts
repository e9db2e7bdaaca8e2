import type { CrmCall, CrmMisbehaviour } from "./types/misbehaviour.ts";

/** What the stand-in was told to do wrong, and what it keeps back. */
export interface CrmMisbehaviours {
  add(misbehaviour: CrmMisbehaviour): void;
  /** What the next call of this sort does wrong, used up; null for nothing. */
  take(match: CrmCall | null): CrmMisbehaviour | null;
  /** Resolves at `release`. */
  kept(): Promise<void>;
  release(): void;
  clear(): void;
  readonly held: number;
}

export function createCrmMisbehaviours(): CrmMisbehaviours {
  let queue: { readonly misbehaviour: CrmMisbehaviour; left: number }[] = [];
  let waiting: (() => void)[] = [];
  const release = () => {
    const resumed = waiting;
    waiting = [];
    for (const resume of resumed) resume();
  };
  return {
    add: (misbehaviour) => queue.push({ misbehaviour, left: misbehaviour.times ?? 1 }),
    take(match) {
      const first = queue.find(({ misbehaviour }) => misbehaviour.match === match);
      if (first === undefined) return null;
      first.left -= 1;
      if (first.left <= 0) queue = queue.filter((one) => one !== first);
      return first.misbehaviour;
    },
    kept: () => new Promise((resolve) => waiting.push(resolve)),
    release,
    clear() {
      queue = [];
      release();
    },
    get held() {
      return waiting.length;
    },
  };
}
