/** Texts with placeholders in the request of a described carrier: `Bearer {{secret.ACME_TOKEN}}`. */

import { listed, type Read, shorten } from "../directory-fields.ts";
import { type Field, type Located, text } from "../draft-record.ts";
import { nearest } from "../nearest.ts";
import type { Outline, Problem } from "../outline.ts";
import { headerProblem, variableProblem } from "./field-values.ts";

/** What stands at one place of the request: a name where it has one, and a template. */
export interface Part extends Located<string> {
  readonly name: string;
}

const everywhere = ["to", "from", "message_id"] as const;
/** What may be filled in where. */
const ALLOWED = {
  path: [...everywhere, "text"],
  headers: [...everywhere, "callback"],
  query: [...everywhere, "text", "callback", "media"],
  form: [...everywhere, "text", "callback", "media"],
  json: [...everywhere, "text", "callback", "media"],
} as const;
export type Place = keyof typeof ALLOWED;

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/** The names of what a text is filled in with: `to`, `secret.ACME_TOKEN`. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name = ""]) => name);
}

/** The variables that a text names. */
export function secretsIn(text: string): string[] {
  return placeholdersIn(text).flatMap((name) => (name.startsWith("secret.") ? [name.slice(7)] : []));
}

/** One that stands by itself, and holds what `read` takes. */
export function templateField(place: Place, read: Read<string>, otherwise: string): Field<string> {
  const field = text(readTemplate(place, read));
  return {
    otherwise,
    read: (node, key, problems) => {
      if (!isUnquoted(node)) return field.read(node, key, problems);
      problems.push({ line: node.line, sentence: `\`${key}\` ${unquoted}` });
      return undefined;
    },
  };
}

function readTemplate(place: Place, read: Read<string> = (value) => ({ value })): Read<string> {
  return (text, key) => {
    const problem = templateProblem(text, place);
    return problem === null ? read(text, key) : { problem: `\`${shorten(key)}\` ${problem}` };
  };
}

/** A phrase behind what holds it. Never repeats a text without placeholders: it may be a secret. */
function templateProblem(text: string, place: Place): string | null {
  const known: readonly string[] = ALLOWED[place];
  for (const name of placeholdersIn(text)) {
    const problem = placeholderProblem(name, known, place);
    if (problem !== null) return problem;
  }
  const rest = text.replaceAll(PLACEHOLDER, "");
  if (/\{\{|\}\}/.test(rest)) return "holds a placeholder that is not closed; write it as {{to}}.";
  const [, single] = /\{ *([a-z_]+) *\}/.exec(rest) ?? [];
  if (single !== undefined && known.includes(single))
    return `holds {${single}}; a placeholder has two braces: {{${single}}}.`;
  const isMixed = placeholdersIn(text).includes("media") && text !== "{{media}}";
  return isMixed ? "holds {{media}} beside other words; it stands alone." : null;
}

function placeholderProblem(name: string, known: readonly string[], place: Place): string | null {
  if (known.includes(name)) return null;
  if (name.startsWith("secret.")) {
    const problem = variableProblem(name.slice(7));
    return problem === null ? null : `has a {{secret.…}} that ${problem}`;
  }
  if (/^[A-Z][A-Z0-9_]+$/.test(name))
    return `holds a placeholder that there is not; of a variable of the environment write {{secret.${name}}}.`;
  if (ALLOWED.json.some((one) => one === name)) return `can't hold {{${name}}}${whyNot(name, place)}`;
  const all = [...known, "secret.NAME"].map((one) => `{{${one}}}`);
  const meant = nearest(name.trim(), known);
  const hint = meant === null ? `known are ${listed(all)}.` : `did you mean {{${meant}}}?`;
  return `holds {{${shorten(name)}}}, which there is not; ${hint}`;
}

function whyNot(name: string, place: Place): string {
  if (name === "media") return ", which is a list; write it into the body or the query.";
  return place === "headers" ? " in a header; write it into the body or the query." : "; write it elsewhere.";
}

/** Names with templates: headers, a query, a form. */
export function parts(place: "headers" | "query" | "form") {
  return (node: Outline, key: string, problems: Problem[]): readonly Part[] | undefined => {
    if (node.kind === "refused") return undefined;
    if (node.kind !== "map") {
      const sentence = `\`${key}\` holds a ${node.kind}; write names and what each holds, such as { to: "{{to}}" }.`;
      problems.push({ line: node.line, sentence });
      return undefined;
    }
    return node.entries.flatMap(({ key: name, line, value }) => {
      const wrong = place === "headers" ? headerProblem(name) : nameProblem(name);
      if (wrong !== null) problems.push({ line, sentence: `\`${shorten(name)}\` in \`${key}\` ${wrong}` });
      const template = readPart(value, name, place, problems);
      return template === undefined ? [] : [{ name, line: value.line, value: template }];
    });
  };
}

/** A phrase behind the name of a field; null for one that may be written. */
function nameProblem(name: string): string | null {
  if (name === "") return "is no name.";
  return name.includes("{{") ? "holds a placeholder; only values may." : null;
}

/** What stands at one place, whatever it is called; undefined where that is no template. */
export function readPart(node: Outline, name: string, place: Place, problems: Problem[]): string | undefined {
  const say = (sentence: string): undefined => void problems.push({ line: node.line, sentence });
  if (node.kind === "refused") return undefined;
  if (isUnquoted(node)) return say(`\`${shorten(name)}\` ${unquoted}`);
  if (node.kind !== "text") return say(`\`${shorten(name)}\` holds a ${node.kind}; write a single value.`);
  const read = readTemplate(place)(node.text, name);
  if ("problem" in read) return say(read.problem);
  if (place === "headers" && /[^\x20-\x7e]/.test(node.text))
    return say(`\`${shorten(name)}\` holds signs that no header may hold; write plain letters on one line.`);
  return isSecretTypedIn(name, node.text) ? say(`\`${shorten(name)}\` ${typedIn}`) : node.text;
}

/** To YAML, `{{to}}` without quotes is a map inside of a map. */
export function isUnquoted(node: Outline): boolean {
  return node.kind === "map" && node.entries.length === 1 && node.entries[0]?.key === "?";
}

const unquoted = 'holds a placeholder without quotes; write it in quotes, such as "{{to}}".';

const typedIn =
  "holds a secret as it is; put it into the environment (.env), and write {{secret.ACME_TOKEN}} here, with the variable's name.";

/** `Authorization: Bearer abc`, `api_key: abc`. */
function isSecretTypedIn(name: string, text: string): boolean {
  const isNamed = /(?:^|[-_])(?:pass|password|secret|token|auth|authorization|api-?_?key)$/i.test(
    name.replaceAll(/([a-z])([A-Z])/g, "$1_$2"),
  );
  const isNothing = /^\s*(?:null|~|true|false)?\s*$/.test(text);
  return isNamed && !isNothing && placeholdersIn(text).length === 0;
}
