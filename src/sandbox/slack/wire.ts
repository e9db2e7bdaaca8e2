import type { Wire } from "./types.ts";

export type { Wire } from "./types.ts";

export function isWire(value: unknown): value is Wire {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects of a list; none when it isn't one. */
export function listOf(value: unknown): Wire[] {
  return Array.isArray(value) ? value.filter(isWire) : [];
}
