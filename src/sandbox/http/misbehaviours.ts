import * as shared from "../misbehaviours.ts";
import * as sharedOutcomes from "../outcomes.ts";
import type { HttpMisbehaviour, HttpMisbehaviourKind, HttpOutcomeSpec } from "./types/misbehaviour.ts";

export type Misbehaviours = shared.Misbehaviours<HttpMisbehaviour>;
export type Outcomes = sharedOutcomes.Outcomes<HttpOutcomeSpec>;

const callbacksOnly: ReadonlySet<HttpMisbehaviourKind> = new Set([
  "duplicate",
  "reorder",
  "forge",
  "unsigned",
  "stale",
]);
const callsOnly: ReadonlySet<HttpMisbehaviourKind> = new Set(["hang"]);

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
  return shared.createMisbehaviours(({ match, kind }) => {
    const isCallback = match === "inbound" || match === "status";
    if (!isCallback && callbacksOnly.has(kind)) return `An API call can't ${kind}; only callbacks can.`;
    if (isCallback && callsOnly.has(kind)) return `A callback can't ${kind}; only API calls can.`;
    return null;
  });
}

/** Makes an empty one. */
export function createOutcomes(): Outcomes {
  return sharedOutcomes.createOutcomes();
}
