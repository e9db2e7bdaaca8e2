import * as shared from "../misbehaviours.ts";
import * as sharedOutcomes from "../outcomes.ts";
import type { Misbehaviour, OutcomeSpec } from "./types/misbehaviour.ts";

export type Misbehaviours = shared.Misbehaviours<Misbehaviour>;
export type Outcomes = sharedOutcomes.Outcomes<OutcomeSpec>;

/** Makes an empty one. */
export function createMisbehaviours(): Misbehaviours {
  return shared.createMisbehaviours({
    posted: "webhook",
    isPosted: (match) => match === "inbound" || match === "status",
    postedOnly: ["duplicate", "reorder"],
    callsOnly: ["garble"],
  });
}

/** Makes an empty one. */
export function createOutcomes(): Outcomes {
  return sharedOutcomes.createOutcomes();
}
