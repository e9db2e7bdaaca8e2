import { createMisbehaviours, type Misbehaviours } from "../misbehaviours.ts";
import type { CrmMisbehaviour } from "./types/misbehaviour.ts";

export type CrmMisbehaviours = Misbehaviours<CrmMisbehaviour>;

/** Makes an empty one. */
export const createCrmMisbehaviours = (): CrmMisbehaviours => createMisbehaviours();
