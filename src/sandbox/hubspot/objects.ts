/** An object as HubSpot answers it, and what is checked before one is written. */
import { asObject, type CrmAnswer, type Json } from "../crm/vendor.ts";
import { invalidProperty, refuse } from "./errors.ts";

export interface HubspotObject {
  readonly id: string;
  readonly properties: Readonly<Record<string, string | null>>;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** @param asked the properties wanted; null: the usual ones */
export function renderObject(
  { id, properties, createdAt, updatedAt }: HubspotObject,
  asked: readonly string[] | null,
  usual: readonly string[],
): Json {
  const wanted = new Set([
    ...(asked ?? usual),
    "hs_object_id",
    ...stamps.filter((name) => name in properties),
  ]);
  const shown = Object.entries(properties).filter(([name]) => wanted.has(name));
  return { id, properties: Object.fromEntries(shown), createdAt, updatedAt, archived: false };
}

const stamps = ["createdate", "lastmodifieddate", "hs_createdate", "hs_lastmodifieddate"];

type Allowed = Readonly<Record<string, readonly string[] | null>>;

export type Checked =
  | { readonly ok: true; readonly properties: Readonly<Record<string, string | null>> }
  | { readonly ok: false; readonly answer: CrmAnswer };

/** Numbers and truths may be sent as such; HubSpot keeps words. */
export function checkProperties(body: unknown, allowed: Allowed): Checked {
  const given = asObject(body).properties;
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return bad(refuse(400, "VALIDATION_ERROR", "Invalid input JSON: properties are required."));
  const properties: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(given)) {
    const options = allowed[name];
    if (options === undefined)
      return bad(invalidProperty(name, "PROPERTY_DOESNT_EXIST", `Property "${name}" does not exist`));
    if (value !== null && typeof value === "object")
      return bad(refuse(400, "VALIDATION_ERROR", `Invalid input JSON: cannot read a value of ${name}.`));
    const text = value === null || value === "" ? null : String(value);
    if (options !== null && text !== null && !options.includes(text))
      return bad(
        invalidProperty(name, "INVALID_OPTION", `${text} was not one of the allowed options: ${options}`),
      );
    if (text !== null && text.length > 65_536)
      return bad(invalidProperty(name, "INVALID_LENGTH", `${name} is longer than 65536 characters`));
    properties[name] = text;
  }
  return { ok: true, properties };
}

function bad(answer: CrmAnswer): Checked {
  return { ok: false, answer };
}
