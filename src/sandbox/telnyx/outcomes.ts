import { createInstructions } from "../instructions.ts";
import type {
  TelnyxMatch,
  TelnyxMisbehaviour,
  TelnyxMisbehaviourKind,
  TelnyxOutcome,
  TelnyxOutcomeSpec,
} from "./types/misbehaviour.ts";

/** What the stand-in was told to do wrong, and what it keeps back. */
export interface Misbehaviours {
  /** @throws where a call or a webhook can't do that wrong */
  add(misbehaviour: TelnyxMisbehaviour): void;
  /** What the next call or delivery of this sort does wrong, used up; null for nothing, or when it is not one of `only`. */
  take(match: TelnyxMatch, only?: readonly TelnyxMisbehaviourKind[]): TelnyxMisbehaviour | null;
  /** Keeps something back until `release`. */
  keep(resume: () => void): void;
  release(): void;
  /** Forgets what was not used up yet, and lets go of the rest. */
  clear(): void;
  readonly held: number;
}

const webhooksOnly: ReadonlySet<TelnyxMisbehaviourKind> = new Set(["duplicate", "reissue", "reorder"]);
const callsOnly: ReadonlySet<TelnyxMisbehaviourKind> = new Set(["garble"]);

/** Makes an empty one. */
export function createMisbehaviours(): Misbehaviours {
  const told = createInstructions<TelnyxMisbehaviour>();
  let kept: (() => void)[] = [];
  const release = () => {
    const resumed = kept;
    kept = [];
    for (const resume of resumed) resume();
  };
  return {
    add(misbehaviour) {
      const { match, kind } = misbehaviour;
      const isWebhook = match === "inbound" || match === "status";
      if (!isWebhook && webhooksOnly.has(kind))
        throw new Error(`An API call can't ${kind}; only webhooks can.`);
      if (isWebhook && callsOnly.has(kind)) throw new Error(`A webhook can't ${kind}; only API calls can.`);
      told.add(misbehaviour);
    },
    take(match, only) {
      const next = told.peek((one) => one.match === match);
      if (next === null || (only !== undefined && !only.includes(next.kind))) return null;
      return told.take((one) => one === next);
    },
    keep: (resume) => kept.push(resume),
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

/** What was said about the next messages. */
export interface Outcomes {
  add(spec: TelnyxOutcomeSpec): void;
  /** The outcome for this message, used up; null for the usual one. */
  take(message: { readonly to: string; readonly from: string }): TelnyxOutcome | null;
  clear(): void;
}

/** Makes an empty one. */
export function createOutcomes(): Outcomes {
  const told = createInstructions<TelnyxOutcomeSpec>();
  return {
    add: told.add,
    take: ({ to, from }) =>
      told.take((spec) => (spec.to ?? to) === to && (spec.from ?? from) === from)?.outcome ?? null,
    clear: told.clear,
  };
}
