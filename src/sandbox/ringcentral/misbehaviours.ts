import { createMisbehaviours, type Misbehaviours } from "../misbehaviours.ts";
import { createOutcomes, type Outcomes } from "../outcomes.ts";
import type { RcMisbehaviour, RcOutcomeSpec } from "./types/misbehaviour.ts";

export type RcMisbehaviours = Misbehaviours<RcMisbehaviour>;
export type RcOutcomes = Outcomes<RcOutcomeSpec>;

/** Makes an empty one. */
export const createRcMisbehaviours = (): RcMisbehaviours => createMisbehaviours();

/** Makes an empty one. */
export const createRcOutcomes = (): RcOutcomes => createOutcomes();
