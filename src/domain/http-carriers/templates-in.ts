/** All that is filled in of a described carrier's request. */

import type { SendDraft } from "./http-carrier-fields.ts";
import type { Part } from "./templates.ts";

/** In the order of the file, each with what it is called. */
export function templatesIn({ fields }: SendDraft): readonly Part[] {
  const { path, headers, query, json, form } = fields;
  return [
    ...(path ? [{ name: "path", ...path }] : []),
    ...(headers?.value ?? []),
    ...(query?.value ?? []),
    ...(json?.value.parts ?? []),
    ...(form?.value ?? []),
  ];
}
