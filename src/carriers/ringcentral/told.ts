import type { CarrierEvent } from "../../bridge/contracts/carrier-events.ts";

/** An event with its place among others. */
export interface Told {
  readonly event: CarrierEvent;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** At the same moment, lower ones are first. */
  readonly rank: number;
}

/** In order of time. RingCentral lists the newest first and often by whole seconds; it counts its ids up, so that of texts of one moment the lower is first. */
export function inOrder(told: readonly Told[]): CarrierEvent[] {
  return [...told]
    .sort((one, other) => one.at - other.at || one.rank - other.rank || compareIds(one, other))
    .map(({ event }) => event);
}

/** They are beyond what a number holds. What has none is last. */
function compareIds(one: Told, other: Told): number {
  const [first, second] = [idOf(one), idOf(other)];
  if (first === "" || second === "") return Number(first === "") - Number(second === "");
  if (first.length !== second.length) return first.length - second.length;
  return first === second ? 0 : first < second ? -1 : 1;
}

function idOf({ event }: Told): string {
  return "carrierMessageId" in event ? (event.carrierMessageId ?? "") : "";
}
