import { createInstructions } from "./instructions.ts";

export interface Misbehaviour {
  /** Calls, or what is posted, of which sort. */
  readonly match: string;
  readonly kind: string;
  /** For how many of them; 1 when absent. */
  readonly times?: number;
}

/** What a stand-in was told to do wrong, and what it keeps back meanwhile. */
export interface Misbehaviours<M extends Misbehaviour> {
  /** @throws where nothing of that sort can go wrong so */
  add(misbehaviour: M): void;
  /** What the next of this sort does wrong, used up; null for nothing, or when it is not one of `only`. */
  take(match: M["match"], only?: readonly M["kind"][]): M | null;
  /** Keeps something back until `release`. */
  keep(resume: () => void): void;
  /** Resolves at `release`. */
  kept(): Promise<void>;
  release(): void;
  /** Forgets what was not used up yet, and lets go of the rest. */
  clear(): void;
  readonly held: number;
}

/** Makes an empty one. `cant` says in a sentence why something can't go wrong so; null where it can. */
export function createMisbehaviours<M extends Misbehaviour>(
  cant: (misbehaviour: M) => string | null = () => null,
): Misbehaviours<M> {
  const told = createInstructions<M>();
  let waiting: (() => void)[] = [];
  const keep = (resume: () => void) => void waiting.push(resume);
  const release = () => {
    const resumed = waiting;
    waiting = [];
    for (const resume of resumed) resume();
  };
  return {
    add(misbehaviour) {
      const why = cant(misbehaviour);
      if (why !== null) throw new Error(why);
      told.add(misbehaviour);
    },
    take(match, only) {
      const next = told.peek((one) => one.match === match);
      if (next === null || (only !== undefined && !only.includes(next.kind))) return null;
      return told.take((one) => one === next);
    },
    keep,
    kept: () => new Promise(keep),
    release,
    clear() {
      told.clear();
      release();
    },
    get held() {
      return waiting.length;
    },
  };
}
