/** Name, key and text of a template, as they are typed: cleaned, or with what is wrong of each. */
import type { Directory } from "./directory.ts";
import { isEmptyText, normalizeText, withoutMisleading } from "./plain-text.ts";
import type { TemplateContent } from "./template.ts";
import type { TemplateProblem } from "./template-clashes.ts";
import { readKey } from "./template-key.ts";
import { textProblem } from "./template-problem.ts";

type Words = Pick<TemplateContent, "name" | "key" | "text" | "literal">;

/** Null: there is a problem with it. An empty key stays empty: whoever asks may propose one. */
export interface ReadWords {
  readonly name: string | null;
  readonly key: string | null;
  readonly text: string | null;
  readonly problems: readonly TemplateProblem[];
}

/** What carriers that keep templates take as their name and text, in UTF-16 code units. */
export const longestName = 75;
export const longestText = 1_000;

/** @param directory whose links its text may name. */
export function readWords(written: Words, { links = [] }: Pick<Directory, "links">): ReadWords {
  const name = readName(written.name);
  const key = written.key.trim() === "" ? { key: "" } : readKey(written.key);
  const text = readText(
    written,
    links.map(({ name }) => name),
  );
  return {
    name: "problem" in name ? null : name.name,
    key: "problem" in key ? null : key.key,
    text: "problem" in text ? null : text.text,
    problems: [
      ...("problem" in name ? [{ field: "name" as const, sentence: name.problem }] : []),
      ...("problem" in key ? [{ field: "key" as const, sentence: key.problem }] : []),
      ...("problem" in text ? [{ field: "text" as const, sentence: text.problem }] : []),
    ],
  };
}

/** One line, and nothing in it that nobody sees. */
export function cleanName(typed: string): string {
  return withoutMisleading(normalizeText(typed)).replace(/\s+/gu, " ").trim();
}

/** Lines as they stand, without tabs and control characters. */
export function cleanWords(typed: string): string {
  return normalizeText(typed.replaceAll("\t", " "));
}

function readName(typed: string): { readonly name: string } | { readonly problem: string } {
  const name = cleanName(typed);
  if (typed.trim() === "") return { problem: "It has no name yet. Write one, such as Opening hours." };
  if (isEmptyText(name))
    return { problem: "There is nothing to see in this name. Write one that can be read." };
  if (name.length > longestName) return { problem: tooLong("This name", name.length, "a name", longestName) };
  return { name };
}

function readText(
  { text: typed, literal }: Words,
  linkNames: readonly string[],
): { readonly text: string } | { readonly problem: string } {
  const text = cleanWords(typed);
  if (typed.trim() === "") return { problem: "There is no text yet. Write what shall be sent." };
  if (isEmptyText(text))
    return { problem: "There is nothing to see in this text. Write one that can be read." };
  if (text.length > longestText)
    return { problem: tooLong("This text", text.length, "a template", longestText) };
  const problem = textProblem({ text, literal }, linkNames);
  return problem === null ? { text } : { problem };
}

function tooLong(what: string, length: number, whose: string, most: number): string {
  const [has, can, by] = [length, most, length - most].map((count) => count.toLocaleString("en-US"));
  return `${what} has ${has} characters, and ${whose} can have ${can}. Shorten it by ${by}.`;
}
