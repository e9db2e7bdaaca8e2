import * as shared from "../misbehaviours.ts";
import * as sharedOutcomes from "../outcomes.ts";
import type { Misbehaviour, MisbehaviourKind, OutcomeSpec } from "./types/misbehaviour.ts";

export type Misbehaviours = shared.Misbehaviours<Misbehaviour>;
export type Outcomes = sharedOutcomes.Outcomes<OutcomeSpec>;

const webhooksOnly: ReadonlySet<MisbehaviourKind> = new Set(["duplicate", "reorder"]);
const callsOnly: ReadonlySet<MisbehaviourKind> = new Set(["garble"]);

/** Makes an empty one. */
export function createMisbehaviours(): Misbehaviours {
  return shared.createMisbehaviours(({ match, kind }) => {
    const isWebhook = match === "inbound" || match === "status";
    if (!isWebhook && webhooksOnly.has(kind)) return `An API call can't ${kind}; only webhooks can.`;
    if (isWebhook && callsOnly.has(kind)) return `A webhook can't ${kind}; only API calls can.`;
    return null;
  });
}

/** Makes an empty one. */
export function createOutcomes(): Outcomes {
  return sharedOutcomes.createOutcomes();
}
