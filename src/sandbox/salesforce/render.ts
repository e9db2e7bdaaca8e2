import type { Json } from "../crm/vendor.ts";
import type { Row } from "./tables.ts";

/** A row as the API tells it: what it is, then the fields that were asked for. */
export function attributed(type: string, row: Json): object {
  return { attributes: { type, url: `/services/data/sobjects/${type}/${String(row.Id ?? "")}` }, ...row };
}

/** `Account.Name` stands in an `Account` of its own, which is null where there is none. */
export function nested(row: Row, fields: readonly string[]): Json {
  const shown: Record<string, unknown> = {};
  for (const field of fields) {
    const value = row[field] ?? null;
    const [parent = "", child] = field.split(".");
    if (child === undefined) shown[parent] = value;
    else shown[parent] = value === null ? null : { [child]: value };
  }
  return shown;
}
