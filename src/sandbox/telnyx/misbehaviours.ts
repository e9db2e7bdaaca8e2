import * as shared from "../misbehaviours.ts";
import * as sharedOutcomes from "../outcomes.ts";
import type { TelnyxMisbehaviour, TelnyxMisbehaviourKind, TelnyxOutcomeSpec } from "./types/misbehaviour.ts";

export type Misbehaviours = shared.Misbehaviours<TelnyxMisbehaviour>;
export type Outcomes = sharedOutcomes.Outcomes<TelnyxOutcomeSpec>;

const webhooksOnly: ReadonlySet<TelnyxMisbehaviourKind> = new Set(["duplicate", "reissue", "reorder"]);
const callsOnly: ReadonlySet<TelnyxMisbehaviourKind> = new Set(["garble"]);

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
