/** What a template of ours says at a carrier that keeps templates of its own, and what one of there says here. */
import { cut } from "./cut.ts";
import { withoutMarks } from "./filled-template.ts";
import { isEmptyText } from "./plain-text.ts";
import type { Template, TemplateContent } from "./template.ts";
import { parseTemplate } from "./template-text.ts";
import { cleanName, cleanWords, longestName, longestText } from "./template-words.ts";

export interface WordsThere {
  readonly name: string;
  readonly text: string;
}

/** Null for one that has what only we fill in: it is not kept there. */
export function wordsThere(template: Pick<Template, "name" | "text" | "literal">): WordsThere | null {
  const parts = parseTemplate(template).map((part) =>
    part.kind === "words" ? part.words : part.kind === "braces" ? "{{" : null,
  );
  return parts.includes(null) ? null : { name: template.name, text: parts.join("") };
}

/** Its braces are words: nobody there meant anything to be filled in. Null where there is nothing to read in it. */
export function wordsHere({
  name,
  text,
}: WordsThere): Pick<TemplateContent, "name" | "text" | "literal"> | null {
  const words = {
    name: cut(cleanName(withoutMarks(name)), longestName),
    text: cut(cleanWords(withoutMarks(text)), longestText),
  };
  if (isEmptyText(words.name) || isEmptyText(words.text)) return null;
  return { ...words, literal: /[{}]/.test(words.text) };
}

/** As it is compared: line breaks of one kind, nothing at the ends of lines. */
export function plainWords({ name, text }: WordsThere): WordsThere {
  return { name: cleanName(name), text: cleanWords(text) };
}

export function saysTheSame(one: WordsThere, other: WordsThere): boolean {
  const [first, second] = [plainWords(one), plainWords(other)];
  return first.name === second.name && first.text === second.text;
}

/** Whether what they show is what we gave them, in a form of theirs: without signs that they don't keep, or cut off. */
export function isFormOf(given: WordsThere, shown: WordsThere): boolean {
  const letters = (words: string) => words.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "");
  return (
    letters(given.name).startsWith(letters(shown.name)) && letters(given.text).startsWith(letters(shown.text))
  );
}

/** The first that is free, of one whose own another has: `Opening hours (RingCentral)`. */
export function nameBeside(name: string, title: string, isTaken: (name: string) => boolean): string {
  for (let number = 1; ; number += 1) {
    const end = ` (${title}${number === 1 ? "" : ` ${number}`})`;
    const free = `${cut(name, longestName - end.length)}${end}`;
    if (!isTaken(free)) return free;
  }
}
