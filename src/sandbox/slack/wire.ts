/** A JSON object as it travels on the wire, keys as Slack spells them. */
export type Wire = Record<string, unknown>;

export function isWire(value: unknown): value is Wire {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects of a list; none when it isn't one. */
export function listOf(value: unknown): Wire[] {
  return Array.isArray(value) ? value.filter(isWire) : [];
}
