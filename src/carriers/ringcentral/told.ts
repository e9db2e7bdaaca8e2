import type { CarrierEvent } from "../../bridge/contracts/carrier-events.ts";

/** An event with its place among others. */
export interface Told {
  readonly event: CarrierEvent;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** At the same moment, lower ones are first. */
  readonly rank: number;
}

/** In order of time. */
export function inOrder(told: readonly Told[]): CarrierEvent[] {
  return [...told].sort((one, other) => one.at - other.at || one.rank - other.rank).map(({ event }) => event);
}
