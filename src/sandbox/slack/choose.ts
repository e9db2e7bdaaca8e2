import { type Chosen, chosenState } from "./element-state.ts";
import { RefusedByClient } from "./refusals.ts";
import type { Wire } from "./wire.ts";

/** What a person chose or typed, on the wire; `before` is what it was. Throws what the client says to anything else. */
export function choose(element: Wire, chosen: Chosen, before?: Wire): Wire {
  const most = element.max_selected_items;
  if (typeof most === "number" && Array.isArray(chosen) && chosen.length > most)
    throw new RefusedByClient("too_many_options", `No more than ${most} can be chosen.`);
  const state = chosenState(element, chosen, before);
  if (state !== null) return state;
  const name = String(element.action_id);
  throw new RefusedByClient("no_such_option", `${name} does not offer ${String(chosen)}.`);
}
