import { createInstructions } from "../instructions.ts";
import type { RcCall, RcMisbehaviour, RcOutcome, RcOutcomeSpec } from "./types/misbehaviour.ts";

/** What the stand-in was told to do wrong, and what it keeps back. */
export interface RcMisbehaviours {
  add(misbehaviour: RcMisbehaviour): void;
  /** What the next call of this sort does wrong, used up; null for nothing. */
  take(match: RcCall): RcMisbehaviour | null;
  /** Resolves at `release`. */
  kept(): Promise<void>;
  release(): void;
  clear(): void;
  readonly held: number;
}

export function createRcMisbehaviours(): RcMisbehaviours {
  const told = createInstructions<RcMisbehaviour>();
  let waiting: (() => void)[] = [];
  const release = () => {
    const resumed = waiting;
    waiting = [];
    for (const resume of resumed) resume();
  };
  return {
    add: told.add,
    take: (match) => told.take((one) => one.match === match),
    kept: () => new Promise((resolve) => waiting.push(resolve)),
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

/** What was said about the next texts. */
export interface RcOutcomes {
  add(spec: RcOutcomeSpec): void;
  /** The outcome for this text; null for the usual one. */
  peek(text: { readonly from: string; readonly to: string }): RcOutcome | null;
  /** The same, used up. */
  take(text: { readonly from: string; readonly to: string }): RcOutcome | null;
  clear(): void;
}

export function createRcOutcomes(): RcOutcomes {
  const told = createInstructions<RcOutcomeSpec>();
  const fits = (text: { readonly from: string; readonly to: string }) => (spec: RcOutcomeSpec) =>
    (spec.to ?? text.to) === text.to && (spec.from ?? text.from) === text.from;
  return {
    add: told.add,
    peek: (text) => told.peek(fits(text))?.outcome ?? null,
    take: (text) => told.take(fits(text))?.outcome ?? null,
    clear: told.clear,
  };
}
