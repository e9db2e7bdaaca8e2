import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Published payload shapes that may lie beside the repository; the conformance test needs them, nothing else does. */
export const SHAPES = join(import.meta.dirname, "../../../../shared/fixtures/slack");

export function hasShapes(): boolean {
  return existsSync(join(SHAPES, "shapes"));
}

export function readShape(path: string): unknown {
  const file = join(SHAPES, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** Keys whose value is a map by id, or blocks and attachments, of which the shapes expand only the first kind. */
const OPAQUE = new Set([
  "blocks",
  "attachments",
  "state",
  "shares",
  "event_payload",
  "event_context",
  "args",
]);

function kindOf(value: unknown): string {
  return Array.isArray(value) ? "array" : typeof value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function differencesInObject(value: Record<string, unknown>, shapes: unknown[], path: string): string[] {
  const objects = shapes.filter(isObject);
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = `${path}.${key}`;
    const known = objects.filter((shape) => key in shape).map((shape) => shape[key]);
    if (known.length === 0) return [`${at}: no such key`];
    return OPAQUE.has(key) ? [] : differences(inner, known, at);
  });
}

/** Where `value` has a key that no shape has, or another JSON type. Null is taken everywhere. */
export function differences(value: unknown, shapes: unknown[], path = ""): string[] {
  if (value === null) return [];
  const alike = shapes.filter((shape) => shape !== null && kindOf(shape) === kindOf(value));
  const open = shapes.every((shape) => shape === null);
  if (alike.length === 0)
    return open ? [] : [`${path}: ${kindOf(value)} instead of ${shapes.map(kindOf).join("|")}`];
  if (Array.isArray(value)) {
    const items = alike.flatMap((shape) => (Array.isArray(shape) ? shape : []));
    return items.length === 0 ? [] : value.flatMap((item) => differences(item, items, `${path}[]`));
  }
  return isObject(value) ? differencesInObject(value, alike, path) : [];
}
