import { createInstructions } from "../instructions.ts";
import type {
  HttpMatch,
  HttpMisbehaviour,
  HttpMisbehaviourKind,
  HttpOutcome,
  HttpOutcomeSpec,
} from "./types/misbehaviour.ts";

/** What the stand-in was told to do wrong, and what it keeps back. */
export interface Misbehaviours {
  add(misbehaviour: HttpMisbehaviour): void;
  /** What the next call or callback of this sort does wrong, used up; null for nothing. */
  take(match: HttpMatch): HttpMisbehaviour | null;
  /** The same of another try of a callback, where that can go wrong so. */
  takeTry(match: HttpMatch): HttpMisbehaviour | null;
  /** Keeps something back until `release`. */
  keep(resume: () => void): void;
  release(): void;
  /** Forgets what was not used up yet, and lets go of the rest. */
  clear(): void;
  readonly held: number;
}

const CALLBACKS_ONLY: ReadonlySet<HttpMisbehaviourKind> = new Set([
  "duplicate",
  "reorder",
  "forge",
  "unsigned",
  "stale",
]);
const OF_A_TRY: ReadonlySet<HttpMisbehaviourKind> = new Set([
  "fail",
  "dropAnswer",
  "garble",
  "forge",
  "unsigned",
  "stale",
]);

/** Makes an empty one. */
export function createMisbehaviours(): Misbehaviours {
  const told = createInstructions<HttpMisbehaviour>();
  const kept: (() => void)[] = [];
  const release = () => {
    for (const resume of kept.splice(0)) resume();
  };
  return {
    add(misbehaviour) {
      const { match, kind } = misbehaviour;
      const isCallback = match === "inbound" || match === "status";
      if (!isCallback && CALLBACKS_ONLY.has(kind))
        throw new Error(`An API call can't ${kind}; only callbacks can.`);
      if (isCallback && kind === "hang") throw new Error("A callback can't hang; only API calls can.");
      told.add(misbehaviour);
    },
    take: (match) => told.take((one) => one.match === match),
    takeTry(match) {
      const next = told.peek((one) => one.match === match);
      return next !== null && OF_A_TRY.has(next.kind) ? told.take((one) => one === next) : null;
    },
    keep: (resume) => void kept.push(resume),
    release,
    clear() {
      told.clear();
      release();
    },
    get held() {
      return kept.length;
    },
  };
}

/** What was said about the next texts. */
export interface Outcomes {
  add(spec: HttpOutcomeSpec): void;
  /** The outcome of this text, used up; null for the usual one. */
  take(text: { readonly from: string; readonly to: string }): HttpOutcome | null;
  clear(): void;
}

export function createOutcomes(): Outcomes {
  const told = createInstructions<HttpOutcomeSpec>();
  return {
    add: told.add,
    take: ({ from, to }) =>
      told.take((spec) => (spec.to ?? to) === to && (spec.from ?? from) === from)?.outcome ?? null,
    clear: told.clear,
  };
}
