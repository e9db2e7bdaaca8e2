import type { CrmCall } from "./types/misbehaviour.ts";

/** Who is let in, and what they may do. */
export interface Access {
  /** Whatever they show, they are refused. */
  revoked: boolean;
  readonly forbidden: Set<CrmCall>;
  /** Counts up each time that all are put out. */
  epoch: number;
}

export function createAccess(): Access {
  return { revoked: false, forbidden: new Set(), epoch: 0 };
}
