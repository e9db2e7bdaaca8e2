/**
 * What somebody is called by, of their whole name. Where that is not plain, nothing: a gap is filled by who writes, and “Hi The” is
 * read by a customer.
 */
import { nobodysNames, nobodysParts, particles, suffixes, titles } from "./name-words.ts";
import { cleanText, withoutMisleading } from "./plain-text.ts";

const longest = 60;
const mostWords = 6;

export function firstName(name: string): string | null {
  const said = withoutAsides(name);
  if (said === "" || said.length > longest || isNobodys(said)) return null;
  const given = givenNames(said);
  return given === null ? null : calledBy(given);
}

/** Without what stands in brackets or quotation marks, and without pictures. */
function withoutAsides(name: string): string {
  return (
    withoutMisleading(cleanText(name))
      .replace(/\([^()]*\)|\[[^[\]]*\]|"[^"]*"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»/gu, " ")
      .replace(
        /\p{Emoji_Presentation}|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f|\u200d|\u20e3/gu,
        " ",
      )
      // “Dr.Maria”
      .replace(/(?<![\p{L}.])(\p{L}{1,5})\.(?=\p{Lu}\p{Ll})/gu, (typed, title: string) =>
        titles.has(fold(title)) ? `${typed} ` : typed,
      )
      .replace(/\s+/gu, " ")
      .trim()
  );
}

/** Whether it has signs or words that no single person’s name has. */
function isNobodys(name: string): boolean {
  if (!/^[\p{L}\p{M}\s,.'’‘-]+$/u.test(name) || /\s[-‐]|[-‐](?:\s|$)/u.test(name)) return true;
  const words = name.split(/[\s,]+/u).filter((word) => word !== "");
  const letters = words.slice(-2).filter((word) => fold(word).length < 2);
  return (
    words.length > mostWords || letters.length > 1 || isArticle(words[0] ?? "") || words.some(isNobodysWord)
  );
}

function isNobodysWord(word: string): boolean {
  const folded = fold(word);
  return (
    nobodysNames.has(folded) ||
    nobodysParts.test(folded.normalize("NFC")) ||
    /['’‘]s$|s['’‘]$/iu.test(word) ||
    (/\p{L}{2}\.\p{L}{2}/u.test(word) && !titles.has(folded))
  );
}

const isArticle = (word: string): boolean => ["the", "die", "das"].includes(fold(word));

/** The words of the name from the first given one on, without titles. “Lopez, Maria” has it behind the comma. */
function givenNames(name: string): readonly string[] | null {
  const parts = name.split(",").map((part) => part.trim());
  if (parts.includes("")) return null;
  const [first, second, ...more] = parts
    .map((part) => withoutSuffixes(part.split(" ")))
    .filter(({ words }) => words.length > 0);
  if (first === undefined || more.length > 0) return null;
  if (second === undefined) return fromFirst(first.words, first.cut || name.includes(","));
  const family = withoutTitles(first.words);
  const isFamily = family.length === 1 || particles.has(fold(family[0] ?? ""));
  const given = withoutTitles(second.words);
  return isFamily ? given : null;
}

/** @param hasMore whether something stood behind them. */
function fromFirst(words: readonly string[], hasMore: boolean): readonly string[] | null {
  const names = withoutTitles(words);
  // “Dr. Lopez”, “Lopez Jr.”: a family name.
  if (names.length === 1 && (hasMore || names.length < words.length)) return null;
  return names;
}

function withoutTitles(words: readonly string[]): readonly string[] {
  const begins = words.findIndex((word) => !titles.has(fold(word)));
  return begins < 0 ? [] : words.slice(begins);
}

function withoutSuffixes(words: readonly string[]): {
  readonly words: readonly string[];
  readonly cut: boolean;
} {
  const last = words.findLastIndex((word) => !suffixes.has(fold(word)));
  return { words: words.slice(0, last + 1), cut: last + 1 < words.length };
}

function calledBy(names: readonly string[]): string | null {
  const [first = "", ...others] = names.map((word) => word.replace(/[.'’‘-]+$/u, ""));
  if (!/^\p{L}[\p{L}\p{M}'’‘-]*$/u.test(first) || particles.has(fold(first))) return null;
  const isOfSigns = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(first);
  // There the family's name comes first.
  if (isOfSigns) return others.length === 0 ? first : null;
  if ([...first.normalize("NFC")].length < 2) return null;
  if (!isCapitals(first)) return first === first.toLowerCase() ? withCapitals(first) : first;
  // An abbreviation, or a family's name: both are written so.
  if ([...first].length < 4 || others.some((word) => !isCapitals(word))) return null;
  return withCapitals(first);
}

const isCapitals = (word: string): boolean => word === word.toUpperCase() && word !== word.toLowerCase();

/** Of each of its parts: Anne-Marie. */
function withCapitals(word: string): string {
  return word.toLowerCase().replace(/(?<![\p{L}\p{M}])\p{L}/gu, (letter) => letter.toUpperCase());
}

function fold(word: string): string {
  return word
    .normalize("NFKD")
    .replace(/[\p{M}.'’‘]/gu, "")
    .toLowerCase();
}
