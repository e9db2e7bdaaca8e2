/** A row of a file of templates by itself: what it says, and which template it means. */
import type { Directory } from "./directory.ts";
import { shorten } from "./directory-fields.ts";
import { cleanText } from "./plain-text.ts";
import {
  readScope,
  type Template,
  type TemplateContent,
  type TemplateScope,
  writeScope,
} from "./template.ts";
import type { TemplateField } from "./template-clashes.ts";
import { proposeKey, readKey } from "./template-key.ts";
import { knownScope } from "./template-rules.ts";
import { cleanName, cleanWords, readWords } from "./template-words.ts";
import { readYesNo } from "./yes-no.ts";

/** As it stands in the file. */
export interface TemplateRow {
  /** How people find it there: `row 3`, `line 12`. */
  readonly place: string;
  readonly scope: string;
  readonly key: string;
  readonly name: string;
  readonly text: string;
  /** Both letter by letter, where names of emoji in them were taken for those. */
  readonly unread?: Pick<TemplateContent, "name" | "text">;
  /** Empty: what is known stays. */
  readonly literal: string;
}

export interface RowProblem {
  readonly place: string;
  /** Null: of the row as a whole. */
  readonly field: TemplateField | "literal" | null;
  readonly sentence: string;
}

export interface FileTemplate {
  readonly place: string;
  /** What could be read; null: there is a problem with it. */
  readonly scope: TemplateScope | null;
  readonly key: string | null;
  readonly name: string | null;
  /** Null: there is a problem with the row by itself. */
  readonly content: TemplateContent | null;
  /** The one of this scope and key that stands. */
  readonly before: Template | null;
  /** It says what stands: then nothing is asked of it. */
  readonly same: boolean;
  readonly problems: readonly RowProblem[];
}

/** What no two templates share. */
export function placeOf({ scope, key }: Pick<TemplateContent, "scope" | "key">): string {
  return `${writeScope(scope)} ${key}`;
}

export function readTemplateRow(
  row: TemplateRow,
  directory: Directory,
  stands: ReadonlyMap<string, Template>,
): FileTemplate {
  const { place } = row;
  const scope = scopeIn(row.scope);
  const typedKey = row.key.trim() === "" ? null : readKey(row.key);
  const key = typedKey !== null && "key" in typedKey ? typedKey.key : null;
  const before =
    "problem" in scope || key === null ? null : (stands.get(placeOf({ scope: scope.scope, key })) ?? null);
  const said = readYesNo(row.literal, "literal");
  const literal = ("yes" in said ? said.yes : null) ?? before?.literal ?? false;
  const readings = [row, row.unread ?? row];
  if (before !== null && "yes" in said && readings.some((words) => saysTheSame(words, literal, before))) {
    const { name } = before;
    return { place, scope: before.scope, key, name, content: before, before, same: true, problems: [] };
  }
  const words = readWords({ ...row, literal }, directory);
  const known = "problem" in scope ? scope : knownScope(scope.scope, directory);
  const problems = [
    ...("problem" in known ? [{ place, field: "scope" as const, sentence: known.problem }] : []),
    ...(typedKey === null ? [{ place, field: "key" as const, sentence: noKey(words.name) }] : []),
    ...words.problems.map((problem) => ({ place, ...problem })),
    ...("problem" in said ? [{ place, field: "literal" as const, sentence: said.problem }] : []),
    ...livesElsewhere(place, before),
  ];
  const { name, text } = words;
  const isWhole = problems.length === 0 && !("problem" in known) && key !== null;
  const content =
    isWhole && name !== null && text !== null ? { scope: known.scope, key, name, text, literal } : null;
  const found = "problem" in known ? null : known.scope;
  return { place, scope: found, key, name, content, before, same: false, problems };
}

const scopes =
  "Write company, group:EXTENSION (such as group:200) or personal:USERNAME (such as personal:ana).";

function scopeIn(typed: string): { readonly scope: TemplateScope } | { readonly problem: string } {
  const written = cleanText(typed).trim();
  if (written === "") return { problem: `There is no scope. ${scopes}` };
  const scope = readScope(written.toLowerCase());
  return scope === null ? { problem: `“${shorten(written)}” is no scope. ${scopes}` } : { scope };
}

function noKey(name: string | null): string {
  return `There is no key. Write one, such as ${proposeKey(name ?? "Opening hours", new Set())}.`;
}

function saysTheSame(
  { name, text }: Pick<TemplateContent, "name" | "text">,
  literal: boolean,
  before: Template,
): boolean {
  return cleanName(name) === before.name && cleanWords(text) === before.text && literal === before.literal;
}

function livesElsewhere(place: string, before: Template | null): RowProblem[] {
  if (before === null || before.origin === "own") return [];
  const sentence = `This template lives at ${before.origin}, and is changed there. Take the row out.`;
  return [{ place, field: null, sentence }];
}
