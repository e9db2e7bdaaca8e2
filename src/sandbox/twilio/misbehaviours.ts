import type {
  Misbehaviour,
  MisbehaviourKind,
  MisbehaviourMatch,
  Outcome,
  OutcomeSpec,
} from "./types/misbehaviour.ts";

/** What the stand-in was told to do wrong, and what it keeps back. */
export interface Misbehaviours {
  add(misbehaviour: Misbehaviour): void;
  /** What the next call or delivery of this sort does wrong, used up; null for nothing, or when it is not one of `only`. */
  take(match: MisbehaviourMatch, only?: readonly MisbehaviourKind[]): Misbehaviour | null;
  /** Keeps something back until `release`. */
  keep(resume: () => void): void;
  release(): void;
  /** Forgets what was not used up yet, and lets go of the rest. */
  clear(): void;
  readonly held: number;
}

const webhookOnly: ReadonlySet<MisbehaviourKind> = new Set(["duplicate", "reorder"]);
const apiOnly: ReadonlySet<MisbehaviourKind> = new Set(["garble"]);

/** Makes an empty one. */
export function createMisbehaviours(): Misbehaviours {
  const queues = new Map<MisbehaviourMatch, { misbehaviour: Misbehaviour; left: number }[]>();
  let kept: (() => void)[] = [];
  const release = () => {
    const resumed = kept;
    kept = [];
    for (const resume of resumed) resume();
  };
  return {
    add(misbehaviour) {
      const isWebhook = misbehaviour.match === "inbound" || misbehaviour.match === "status";
      if (!isWebhook && webhookOnly.has(misbehaviour.kind)) {
        throw new Error(`An API call can't ${misbehaviour.kind}; only webhooks can.`);
      }
      if (isWebhook && apiOnly.has(misbehaviour.kind)) {
        throw new Error(`A webhook can't ${misbehaviour.kind}; only API calls can.`);
      }
      const queue = queues.get(misbehaviour.match) ?? [];
      queue.push({ misbehaviour, left: misbehaviour.times ?? 1 });
      queues.set(misbehaviour.match, queue);
    },
    take(match, only) {
      const queue = queues.get(match);
      const first = queue?.[0];
      if (queue === undefined || first === undefined) return null;
      if (only !== undefined && !only.includes(first.misbehaviour.kind)) return null;
      first.left -= 1;
      if (first.left <= 0) queue.shift();
      return first.misbehaviour;
    },
    keep: (resume) => kept.push(resume),
    release,
    clear() {
      queues.clear();
      release();
    },
    get held() {
      return kept.length;
    },
  };
}

/** What was said about the next messages. */
export interface Outcomes {
  add(spec: OutcomeSpec): void;
  /** The outcome for this message, used up; null for the usual one. */
  take(message: { readonly to: string; readonly from: string }): Outcome | null;
  clear(): void;
}

/** Makes an empty one. */
export function createOutcomes(): Outcomes {
  const specs: { spec: OutcomeSpec; left: number }[] = [];
  return {
    add: (spec) => specs.push({ spec, left: spec.times ?? 1 }),
    take({ to, from }) {
      const index = specs.findIndex(({ spec }) => (spec.to ?? to) === to && (spec.from ?? from) === from);
      const found = specs[index];
      if (found === undefined) return null;
      found.left -= 1;
      if (found.left <= 0) specs.splice(index, 1);
      return found.spec.outcome;
    },
    clear: () => {
      specs.length = 0;
    },
  };
}
