import * as shared from "../misbehaviours.ts";
import * as sharedOutcomes from "../outcomes.ts";
import type { HttpMisbehaviour, HttpMisbehaviourKind, HttpOutcomeSpec } from "./types/misbehaviour.ts";

export type Misbehaviours = shared.Misbehaviours<HttpMisbehaviour>;
export type Outcomes = sharedOutcomes.Outcomes<HttpOutcomeSpec>;

/** What can go wrong with a single try of a callback. */
export const ofATry: readonly HttpMisbehaviourKind[] = [
  "fail",
  "dropAnswer",
  "garble",
  "forge",
  "unsigned",
  "stale",
];

/** Makes an empty one. */
export function createMisbehaviours(): Misbehaviours {
  return shared.createMisbehaviours({
    posted: "callback",
    isPosted: (match) => match === "inbound" || match === "status",
    postedOnly: ["duplicate", "reorder", "forge", "unsigned", "stale"],
    callsOnly: ["hang"],
  });
}

/** Makes an empty one. */
export function createOutcomes(): Outcomes {
  return sharedOutcomes.createOutcomes();
}
