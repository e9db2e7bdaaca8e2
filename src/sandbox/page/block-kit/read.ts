/** Reads JSON that an app drew: what is missing or of another kind is empty, never a crash. */
import { isWire, listOf, type Wire } from "../../slack/wire.ts";

export { isWire, type Wire };

export function str(of: unknown, key: string): string {
  const value = isWire(of) ? of[key] : undefined;
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

export function obj(of: unknown, key: string): Wire | null {
  const value = isWire(of) ? of[key] : undefined;
  return isWire(value) ? value : null;
}

export function list(of: unknown, key: string): Wire[] {
  return isWire(of) ? listOf(of[key]) : [];
}

export function flag(of: unknown, key: string): boolean {
  return isWire(of) && of[key] === true;
}

export function strings(of: unknown, key: string): string[] {
  const value = isWire(of) ? of[key] : undefined;
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** The words of a text object, whichever its type. */
export function textOf(of: unknown, key = "text"): string {
  return str(obj(of, key), "text");
}
