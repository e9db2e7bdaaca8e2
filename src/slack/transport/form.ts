/** What a call says, in the one form that every method of Slack's takes: fields, lists and records in them as JSON. */
import { stringify } from "node:querystring";

export function encodeForm(args: object): string {
  const fields: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(args)) {
    if (value === undefined || value === null) continue;
    fields[name] = typeof value === "object" ? JSON.stringify(value) : value;
  }
  return stringify(fields);
}
