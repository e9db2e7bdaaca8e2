import type { RrxCall, RrxMisbehaviour, RrxOutcome, RrxOutcomeSpec } from "./types/misbehaviour.ts";

/** What the stand-in was told to do wrong, and what it keeps back. */
export interface Misbehaviours {
  add(misbehaviour: RrxMisbehaviour): void;
  /** What the next call or callback of this sort does wrong, used up; null for nothing. */
  take(match: RrxCall): RrxMisbehaviour | null;
  /** Keeps something back until `release`. */
  keep(resume: () => void): void;
  release(): void;
  /** Forgets what was not used up yet, and lets go of the rest. */
  clear(): void;
  readonly held: number;
}

const callbackOnly: readonly string[] = ["duplicate", "reorder"];

export function createMisbehaviours(): Misbehaviours {
  let told: { readonly misbehaviour: RrxMisbehaviour; left: number }[] = [];
  let kept: (() => void)[] = [];
  const release = () => {
    const resumed = kept;
    kept = [];
    for (const resume of resumed) resume();
  };
  return {
    add(misbehaviour) {
      const { match, kind } = misbehaviour;
      if (match !== "callback" && callbackOnly.includes(kind))
        throw new Error(`An API call can't ${kind}; only callbacks can.`);
      if (match === "callback" && kind === "garble")
        throw new Error("A callback can't garble; only API calls can.");
      told.push({ misbehaviour, left: misbehaviour.times ?? 1 });
    },
    take(match) {
      const first = told.find(({ misbehaviour }) => misbehaviour.match === match);
      if (first === undefined) return null;
      first.left -= 1;
      if (first.left <= 0) told = told.filter((one) => one !== first);
      return first.misbehaviour;
    },
    keep: (resume) => kept.push(resume),
    release,
    clear() {
      told = [];
      release();
    },
    get held() {
      return kept.length;
    },
  };
}

/** What was said about the next texts. */
export interface Outcomes {
  add(spec: RrxOutcomeSpec): void;
  /** The outcome for a text to this number, used up; null for the usual one. */
  take(to: string): RrxOutcome | null;
  clear(): void;
}

export function createOutcomes(): Outcomes {
  let told: { readonly spec: RrxOutcomeSpec; left: number }[] = [];
  return {
    add: (spec) => told.push({ spec, left: spec.times ?? 1 }),
    take(to) {
      const first = told.find(({ spec }) => (spec.to ?? to) === to);
      if (first === undefined) return null;
      first.left -= 1;
      if (first.left <= 0) told = told.filter((one) => one !== first);
      return first.spec.outcome;
    },
    clear() {
      told = [];
    },
  };
}
