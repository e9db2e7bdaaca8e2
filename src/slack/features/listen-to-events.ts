/**
 * Brings Slack's events to the features that name their type. Nobody waits for an answer to an event, so Bolt, which is there for
 * what people press, type and submit, has nothing to add to it.
 */
import { type Json, stringIn } from "../../lib/json.ts";
import type { Feature, Tools } from "./feature.ts";

type Handle = (event: Json, tools: Tools) => Promise<void>;

/** `tools` are asked for only once something happens. What it returns rejects when a feature fails: the event comes again. */
export function listenToEvents(
  features: readonly Feature[],
  tools: () => Tools,
): (event: Json) => Promise<void> {
  const known = new Map<string, Handle[]>();
  for (const { events = {} } of features)
    for (const [type, handle] of Object.entries(events))
      known.set(type, [...(known.get(type) ?? []), handle]);

  return async (event) => {
    for (const handle of known.get(stringIn(event, "type") ?? "") ?? []) await handle(event, tools());
  };
}
