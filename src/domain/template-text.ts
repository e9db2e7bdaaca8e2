/**
 * What a template says: words, and in double braces what is put in their place. `{{contact.first_name|there}}` has a fallback,
 * `{{?appointment day}}` is asked of whoever sends it, and `\{{` gives two braces. There is nothing within braces but words.
 */
import { type FilledTemplate, type Gap, gapMark, withoutMarks } from "./filled-template.ts";
import { cleanText, isEmptyText, withoutMisleading } from "./plain-text.ts";
import type { TemplateContent } from "./template.ts";
import { labelOfVariable, whyUnknown } from "./template-variables.ts";

/** As far as its words count here. */
export type TemplateText = Pick<TemplateContent, "text" | "literal">;

export type TemplatePart =
  | { readonly kind: "words"; readonly words: string }
  /** `\{{` */
  | { readonly kind: "braces" }
  /** Braces that hold no name. */
  | { readonly kind: "empty"; readonly typed: string }
  | TemplateVariable;

export interface TemplateVariable {
  readonly kind: "variable";
  readonly typed: string;
  /** In small letters, without blanks; of what is asked for with a question mark before it. */
  readonly name: string;
  readonly label: string;
  /** What stands there where it is not known; it may be empty. Null: then there is a gap. */
  readonly fallback: string | null;
}

export interface TemplateFacts {
  /** By the name of the variable, or of the gap. */
  readonly values: ReadonlyMap<string, string>;
  /** Why one is not known, where that is not plain: a sentence. */
  readonly why: ReadonlyMap<string, string>;
}

export function parseTemplate({ text, literal }: TemplateText): readonly TemplatePart[] {
  if (literal) return text === "" ? [] : [{ kind: "words", words: text }];
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const token of text.matchAll(/\\\{\{|\{\{([^{}]*)\}\}/gu)) {
    if (token.index > end) parts.push({ kind: "words", words: text.slice(end, token.index) });
    const [typed, inner] = token;
    parts.push(inner === undefined ? { kind: "braces" } : readBraces(typed, inner));
    end = token.index + typed.length;
  }
  if (end < text.length) parts.push({ kind: "words", words: text.slice(end) });
  return parts;
}

/** Whether anything is filled in. */
export function hasVariables(template: TemplateText): boolean {
  return parseTemplate(template).some(({ kind }) => kind === "variable");
}

function readBraces(typed: string, inner: string): TemplatePart {
  const [before = "", ...rest] = inner.split("|");
  const fallback = rest.length === 0 ? null : oneLine(rest.join("|"));
  const words = oneLine(before);
  if (isEmptyText(words)) return { kind: "empty", typed };
  if (!words.startsWith("?")) {
    const name = words.replaceAll(" ", "").toLowerCase();
    return { kind: "variable", typed, name, label: labelOfVariable(name), fallback };
  }
  const asked = words.slice(1).trim();
  if (isEmptyText(asked)) return { kind: "empty", typed };
  return { kind: "variable", typed, name: `?${asked.toLowerCase()}`, label: capitalized(asked), fallback };
}

/** What is known is put in, in one pass: a value is words, whatever it looks like. Never throws. */
export function fillTemplate(template: TemplateText, { values, why }: TemplateFacts): FilledTemplate {
  const gaps = new Map<string, Gap>();
  const text = parseTemplate(template).map((part) => {
    if (part.kind === "words") return withoutMarks(part.words);
    if (part.kind === "braces") return "{{";
    if (part.kind === "empty") return withoutMarks(part.typed);
    const value = oneLine(values.get(part.name) ?? "");
    if (!isEmptyText(value)) return value;
    if (part.fallback !== null) return part.fallback;
    const gap = gaps.get(part.name) ?? {
      name: part.name,
      label: labelAmong(gaps, part.label),
      why: why.get(part.name) ?? whyUnknown(part.name),
    };
    gaps.set(part.name, gap);
    return gapMark(gap);
  });
  return { text: text.join(""), gaps: [...gaps.values()] };
}

/** Each gap is filled by its label, so that no two have one. */
function labelAmong(gaps: ReadonlyMap<string, Gap>, label: string): string {
  const isTaken = [...gaps.values()].some((gap) => gap.label === label);
  return isTaken ? labelAmong(gaps, `${label}?`) : label;
}

/** What whoever sends it is asked for, in order; what has a fallback is not. */
export function askedIn(template: TemplateText): readonly Gap[] {
  const nothing = { values: new Map<string, string>(), why: new Map<string, string>() };
  return fillTemplate(template, nothing).gaps.filter(({ name }) => name.startsWith("?"));
}

/** The text with what was said in place of what it asks, by its name; all else stands as it was written. For people to read. */
export function withAnswers(text: string, answers: Readonly<Record<string, string>>): string {
  const parts = parseTemplate({ text, literal: false }).map((part) => {
    if (part.kind === "words") return part.words;
    if (part.kind === "braces") return "\\{{";
    const isAsked = part.kind === "variable" && part.name.startsWith("?");
    return (isAsked && oneLine(answers[part.name] ?? "")) || part.typed;
  });
  return parts.join("");
}

/** Words that are put into others: one line, with nothing in it that can't be seen or is taken for a gap. */
function oneLine(words: string): string {
  return withoutMarks(withoutMisleading(cleanText(words)))
    .replace(/\s+/gu, " ")
    .trim();
}

function capitalized(words: string): string {
  const [first = ""] = words;
  return `${first.toUpperCase()}${words.slice(first.length)}`;
}
