/** Our own reference to a log in HubSpot: the communication, and which deal, ticket and company we put it on. */
import type { LogReference } from "../../domain/ids.ts";

/** By kind: the id. What others put it on is none of it. */
type StandsOn = Readonly<Record<string, string>>;

export interface LogPlace {
  readonly communication: string;
  readonly standsOn: StandsOn;
}

/** `70000001 deal:900`. */
export function referenceOf({ communication, standsOn }: LogPlace): LogReference {
  const words = Object.entries(standsOn).map(([kind, id]) => `${kind}:${id}`);
  return [communication, ...words].join(" ") as LogReference;
}

export function placeIn(reference: LogReference): LogPlace {
  const [communication = "", ...words] = reference.split(" ");
  const standsOn = Object.fromEntries(
    words.map((word) => [word.slice(0, word.indexOf(":")), word.slice(word.indexOf(":") + 1)]),
  );
  return { communication, standsOn };
}
