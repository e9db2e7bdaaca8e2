import * as shared from "../misbehaviours.ts";
import * as sharedOutcomes from "../outcomes.ts";
import type { RrxMisbehaviour, RrxOutcomeSpec } from "./types/misbehaviour.ts";

export type Misbehaviours = shared.Misbehaviours<RrxMisbehaviour>;
export type Outcomes = sharedOutcomes.Outcomes<RrxOutcomeSpec>;

/** Makes an empty one. */
export function createMisbehaviours(): Misbehaviours {
  return shared.createMisbehaviours({
    posted: "callback",
    isPosted: (match) => match === "callback",
    postedOnly: ["duplicate", "reorder"],
    callsOnly: ["garble"],
  });
}

/** Makes an empty one. */
export function createOutcomes(): Outcomes {
  return sharedOutcomes.createOutcomes();
}
