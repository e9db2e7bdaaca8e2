/**
 * What was told of each thread of a carrier's shared inbox for its newest moment: two looks may tell different things of the same one. It
 * belongs to this process.
 */
import type { CarrierThreadEvent } from "../contracts/carrier-threads.ts";

export interface ThreadsTold {
  note(carrier: string, event: CarrierThreadEvent): void;
  has(carrier: string, event: CarrierThreadEvent): boolean;
}

/** How many threads are remembered. */
const most = 20_000;

export function createThreadsTold(): ThreadsTold {
  const told = new Map<string, { readonly at: number; readonly seen: Set<string> }>();
  const keyOf = (carrier: string, { thread }: CarrierThreadEvent) => `${carrier} ${thread}`;
  const contentOf = ({ state, reason, assignee }: CarrierThreadEvent) =>
    JSON.stringify([state, reason, assignee?.login ?? null, assignee?.name ?? null]);

  return {
    note(carrier, event) {
      const [key, at] = [keyOf(carrier, event), event.at.getTime()];
      const known = told.get(key);
      if (known !== undefined && known.at > at) return;
      if (known === undefined && told.size >= most) told.clear();
      const seen = known?.at === at ? known.seen : new Set<string>();
      told.set(key, { at, seen: seen.add(contentOf(event)) });
    },
    has(carrier, event) {
      const known = told.get(keyOf(carrier, event));
      return known?.at === event.at.getTime() && known.seen.has(contentOf(event));
    },
  };
}
