/** Fills the templates of a description in: each placeholder once, so that nothing of a value is read again. */
import type { JsonTemplate, SecretName } from "../../domain/http-carrier.ts";

export interface Filling {
  /** What `{{to}}` and its like become. One that is null is not there: a field of it alone is left out. */
  readonly values: ReadonlyMap<string, string | null>;
  readonly media: readonly string[];
  readonly secretOf: (name: SecretName) => string;
}

const PLACEHOLDER = /\{\{([\w.]+)\}\}/g;

/** A text; each value goes through `encode` before it stands in it. */
export function filled(template: string, filling: Filling, encode = (value: string) => value): string {
  const value = (_: string, name: string) => encode(wellFormed(named(filling, name)));
  return wellFormed(template).replace(PLACEHOLDER, value);
}

/** Half of a pair of surrogates is no character: what can't be encoded can't leave. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "\uFFFD");
}

function named({ values, secretOf }: Filling, name: string): string {
  return name.startsWith("secret.") ? secretOf(name.slice("secret.".length)) : (values.get(name) ?? "");
}

/** Names with what they become: none, one, or one for each file. */
export function filledFields(
  fields: readonly (readonly [name: string, template: string])[],
  filling: Filling,
): (readonly [name: string, value: string])[] {
  return fields.flatMap(([field, template]) => {
    const name = wellFormed(field);
    const value = filledValue(template, filling);
    if (value === undefined) return [];
    return typeof value === "string" ? [[name, value] as const] : value.map((one) => [name, one] as const);
  });
}

/** The same of JSON, by its structure: whatever a text holds, it stays a text. */
export function filledJson(template: JsonTemplate, filling: Filling): unknown {
  if (typeof template === "string") return filledValue(template, filling);
  if (typeof template !== "object" || template === null) return template;
  const isThere = (value: unknown) => value !== undefined;
  if (isList(template)) return template.map((one) => filledJson(one, filling)).filter(isThere);
  const entries = Object.entries(template).map(([key, one]) => [key, filledJson(one, filling)] as const);
  return Object.fromEntries(entries.filter(([, value]) => isThere(value)));
}

function isList(template: object): template is readonly JsonTemplate[] {
  return Array.isArray(template);
}

/** Undefined where it is left out. */
function filledValue(template: string, filling: Filling): string | readonly string[] | undefined {
  if (template === "{{media}}") return filling.media.length === 0 ? undefined : filling.media;
  if (filling.values.get(/^\{\{(\w+)\}\}$/.exec(template)?.[1] ?? "") === null) return undefined;
  return filled(template, filling);
}
