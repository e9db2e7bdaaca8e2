/** Reading outside data without trusting its shape. */

export type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A non-empty string under that key. */
export function stringIn(record: Json, key: string): string | undefined {
  const value = record[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function recordIn(record: Json, key: string): Json | undefined {
  const value = record[key];
  return isRecord(value) ? value : undefined;
}

export function listIn(record: Json, key: string): readonly unknown[] {
  const value = record[key];
  return Array.isArray(value) ? value : [];
}
