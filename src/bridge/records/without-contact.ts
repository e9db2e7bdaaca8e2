import type { LogRecord } from "../contracts/store/records.ts";

/** What is left of a record whose contact is not its own any more: deals and tickets were that contact's. */
export function withoutContact({
  additions: { associations: _, ...additions },
}: Pick<LogRecord, "additions">) {
  return { contact: null, chosenBy: null, additions } as const;
}
