/** Templates as a file holds them: what import reads again. */
import { stringify } from "yaml";
import { csvRow, noFormula } from "../domain/csv-row.ts";
import { readOutline } from "../domain/outline.ts";
import { type TemplateContent, writeScope } from "../domain/template.ts";
import { neededColumns } from "./read-templates-file.ts";

/** With a mark before it that tells spreadsheets which encoding it is. */
export function templatesAsTable(templates: readonly TemplateContent[]): string {
  const anyLiteral = templates.some(({ literal }) => literal);
  const rows = templates.map(({ scope, key, name, text, literal }) =>
    [writeScope(scope), key, name, text, ...(anyLiteral ? [literal ? "yes" : "no"] : [])].map(noFormula),
  );
  const header = [...neededColumns, ...(anyLiteral ? ["literal"] : [])];
  return `\ufeff${[header, ...rows].map((row) => `${csvRow(row)}\r\n`).join("")}`;
}

export function templatesAsList(templates: readonly TemplateContent[]): string {
  const items = templates.map(({ scope, key, name, text, literal }) => ({
    scope: writeScope(scope),
    key,
    name,
    text,
    ...(literal ? { literal: "yes" } : {}),
  }));
  return items.length === 0 ? "[]\n" : items.map(item).join("");
}

/** As people write it; what would be read as something else is in quotes, its signs written out. */
function item(template: Readonly<Record<string, string>>): string {
  const usual = stringify([template], { lineWidth: 0, blockQuote: "literal" });
  if (readsAs(usual, template)) return usual;
  const entries = Object.entries(template).map(([key, value]) => `${key}: ${spelledOut(value)}\n`);
  return `- ${entries.join("  ")}`;
}

function readsAs(written: string, template: Readonly<Record<string, string>>): boolean {
  const { root, problems } = readOutline(written);
  const [read] = root?.kind === "list" ? root.items : [];
  if (problems.length > 0 || read?.kind !== "map") return false;
  return read.entries.every(({ key, value }) => value.kind === "text" && value.text === template[key]);
}

/** In JSON's quotes, which are YAML's as well. */
function spelledOut(value: string): string {
  const codeOf = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[^\p{L}\p{N}\p{M}\p{Zs}\p{Cs}"\\.,;'()/]/gu, (sign) =>
    sign.length === 1 ? codeOf(sign) : sign,
  );
}
