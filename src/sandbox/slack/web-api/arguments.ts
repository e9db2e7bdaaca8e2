import { MethodError } from "../refusals.ts";
import { isWire, listOf, type Wire } from "../wire.ts";

/** Arguments of a call; from a form they are strings, from a JSON body anything. */
export type Arguments = Record<string, unknown>;

/** A string argument; null when absent or empty. Numbers are taken as their digits. */
export function text(args: Arguments, key: string): string | null {
  const value = args[key];
  if (value === undefined || value === null || value === "") return null;
  return typeof value === "string" ? value : String(value);
}

/** A string that must be there. Throws `error`, or `invalid_arguments` with Slack's message. */
export function required(args: Arguments, key: string, error?: string): string {
  const value = text(args, key);
  if (value !== null) return value;
  if (error !== undefined) throw new MethodError(error);
  throw new MethodError("invalid_arguments", {
    response_metadata: { messages: [`[ERROR] missing required field: ${key}`] },
  });
}

export function flag(args: Arguments, key: string, otherwise = false): boolean {
  const value = args[key];
  if (value === undefined || value === null || value === "") return otherwise;
  return value === true || value === 1 || value === "true" || value === "1";
}

/** A whole number; `otherwise` when absent. Throws `invalid_limit` where it is none. */
export function whole(args: Arguments, key: string, otherwise: number): number {
  const value = text(args, key);
  if (value === null) return otherwise;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0) throw new MethodError("invalid_limit");
  return number;
}

/** A structure that a form carries as JSON text. Throws `error` when it can't be read. */
function structure(args: Arguments, key: string, error: string): unknown {
  const value = args[key];
  if (typeof value !== "string") return value ?? undefined;
  if (value.trim() === "") return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return parsed;
  } catch {
    throw new MethodError(error);
  }
}

/** A list of objects, from JSON text or as it is; undefined when absent. */
export function objects(args: Arguments, key: string, error: string): Wire[] | undefined {
  const value = structure(args, key, error);
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every(isWire)) throw new MethodError(error);
  return listOf(value);
}

/** One object, from JSON text or as it is. */
export function object(args: Arguments, key: string, error: string): Wire | undefined {
  const value = structure(args, key, error);
  if (value === undefined || value === null) return undefined;
  if (!isWire(value)) throw new MethodError(error);
  return value;
}

/** `a,b` or a JSON list of strings. */
export function words(args: Arguments, key: string): string[] {
  const value = args[key];
  if (Array.isArray(value)) return value.map(String);
  return (text(args, key) ?? "")
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
