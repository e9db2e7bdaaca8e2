import * as shared from "../misbehaviours.ts";
import * as sharedOutcomes from "../outcomes.ts";
import type { RrxMisbehaviour, RrxMisbehaviourKind, RrxOutcomeSpec } from "./types/misbehaviour.ts";

export type Misbehaviours = shared.Misbehaviours<RrxMisbehaviour>;
export type Outcomes = sharedOutcomes.Outcomes<RrxOutcomeSpec>;

const callbacksOnly: ReadonlySet<RrxMisbehaviourKind> = new Set(["duplicate", "reorder"]);
const callsOnly: ReadonlySet<RrxMisbehaviourKind> = new Set(["garble"]);

/** Makes an empty one. */
export function createMisbehaviours(): Misbehaviours {
  return shared.createMisbehaviours(({ match, kind }) => {
    const isCallback = match === "callback";
    if (!isCallback && callbacksOnly.has(kind)) return `An API call can't ${kind}; only callbacks can.`;
    if (isCallback && callsOnly.has(kind)) return `A callback can't ${kind}; only API calls can.`;
    return null;
  });
}

/** Makes an empty one. */
export function createOutcomes(): Outcomes {
  return sharedOutcomes.createOutcomes();
}
