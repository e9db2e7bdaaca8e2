import { isWire, type Wire } from "./wire.ts";

/** Collects what is wrong with some blocks, each with a JSON pointer, in Slack's words. */
export interface Findings {
  readonly messages: string[];
  /** All characters of text met so far. */
  characters: number;
}

export function noFindings(): Findings {
  return { messages: [], characters: 0 };
}

export function report(findings: Findings, pointer: string, what: string): void {
  findings.messages.push(`${what} [json-pointer:${pointer}]`);
}

/** A string between one and `max` characters, where it is given or required. */
export function checkString(
  findings: Findings,
  owner: Wire,
  key: string,
  at: string,
  max: number,
  required = false,
): void {
  const value = owner[key];
  const pointer = `${at}/${key}`;
  if (value === undefined || value === null) {
    if (required) report(findings, at, `missing required field: ${key}`);
  } else if (typeof value !== "string") report(findings, pointer, "must be a string");
  else if (value.length > max) report(findings, pointer, `must be less than ${max + 1} characters`);
  else if (required && value.length === 0) report(findings, pointer, "must be more than 0 characters");
}

/** A text object of one of `types`, of one to `max` characters. */
export function checkText(
  findings: Findings,
  owner: Wire,
  key: string,
  at: string,
  rule: { max: number; types?: string[]; required?: boolean },
): void {
  const value = owner[key];
  if (value === undefined || value === null) {
    if (rule.required === true) report(findings, at, `missing required field: ${key}`);
    return;
  }
  checkTextObject(findings, value, `${at}/${key}`, rule.max, rule.types ?? ["plain_text"]);
}

/** The same for a text object found in a list. */
export function checkTextObject(
  findings: Findings,
  value: unknown,
  at: string,
  max: number,
  types: string[],
): void {
  if (!isWire(value) || !types.includes(String(value.type))) {
    report(findings, at, `must be one of: ${types.join(", ")}`);
    return;
  }
  checkString(findings, value, "text", at, max, true);
  findings.characters += typeof value.text === "string" ? value.text.length : 0;
}

/** A list of `min` to `max` items; each is handed to `each` with its pointer. */
export function checkList(
  findings: Findings,
  owner: Wire,
  key: string,
  at: string,
  range: { min: number; max: number },
  each: (item: unknown, pointer: string) => void,
): void {
  const value = owner[key];
  const pointer = `${at}/${key}`;
  if (!Array.isArray(value)) {
    report(findings, at, `missing required field: ${key}`);
    return;
  }
  if (value.length < range.min) report(findings, pointer, `no less than ${range.min} items allowed`);
  if (value.length > range.max) report(findings, pointer, `no more than ${range.max} items allowed`);
  for (const [index, item] of value.entries()) each(item, `${pointer}/${index}`);
}

/** Each id in `ids` at most once. */
export function checkUnique(findings: Findings, ids: unknown[], at: string, key: string): void {
  const seen = new Set<unknown>();
  for (const [index, id] of ids.entries()) {
    if (id === undefined) continue;
    if (seen.has(id))
      report(findings, `${at}/${index}/${key}`, `\`${key}\` \`${String(id)}\` already exists`);
    seen.add(id);
  }
}
