import * as shared from "../misbehaviours.ts";
import * as sharedOutcomes from "../outcomes.ts";
import type { TelnyxMisbehaviour, TelnyxOutcomeSpec } from "./types/misbehaviour.ts";

export type Misbehaviours = shared.Misbehaviours<TelnyxMisbehaviour>;
export type Outcomes = sharedOutcomes.Outcomes<TelnyxOutcomeSpec>;

/** Makes an empty one. */
export function createMisbehaviours(): Misbehaviours {
  return shared.createMisbehaviours({
    posted: "webhook",
    isPosted: (match) => match === "inbound" || match === "status",
    postedOnly: ["duplicate", "reissue", "reorder"],
    callsOnly: ["garble"],
  });
}

/** Makes an empty one. */
export function createOutcomes(): Outcomes {
  return sharedOutcomes.createOutcomes();
}
