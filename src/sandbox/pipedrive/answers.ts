/** How Pipedrive answers: `success`, `data`, and a cursor where there is more. */
import type { CrmAnswer, CrmRequest, Json } from "../crm/vendor.ts";

export function data(value: unknown, status = 200, more: Json = {}): CrmAnswer {
  return { status, body: { success: true, data: value, ...more } };
}

export function refuse(status: number, code: string, error: string): CrmAnswer {
  return { status, body: { success: false, error, code } };
}

export const invalid = (error: string): CrmAnswer =>
  refuse(400, "ERR_SCHEMA_VALIDATION_FAILED", `Validation failed: ${error}`);

export const notFound = (what: string): CrmAnswer => refuse(404, "ERR_NOT_FOUND", `${what} not found`);

export const unauthorized = (): CrmAnswer => refuse(401, "ERR_UNAUTHORIZED", "unauthorized access");

/** A page of a list, by the cursor that the one before gave. */
export function page(
  items: readonly unknown[],
  { query }: CrmRequest,
  wrap = (some: unknown): unknown => some,
) {
  const limit = Math.min(Number(query.get("limit") ?? 100), 500);
  const cursor = query.get("cursor");
  const from = cursor === null ? 0 : Number(Buffer.from(cursor, "base64url").toString("utf8"));
  const next = from + limit;
  const next_cursor = next < items.length ? Buffer.from(String(next)).toString("base64url") : null;
  return data(wrap(items.slice(from, next)), 200, { additional_data: { next_cursor } });
}
