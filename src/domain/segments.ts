/** Into how many segments the phone network cuts a text, which is what is paid for; and which characters make it more. */
import { SegmentedMessage } from "sms-segments-calculator";
import { plainPunctuation, signName } from "./plain-punctuation.ts";
import { normalizeText } from "./plain-text.ts";

export interface Segments {
  /** As carriers' limits count them: UTF-16 code units. */
  readonly characters: number;
  readonly segments: number;
  /** The characters outside of the phone network's own set, each once: with any of them a segment holds 67 instead of 153. */
  readonly odd: readonly string[];
  /** With any plain letter in their place. */
  readonly withoutOdd: number;
  /** With plain punctuation, where that takes fewer; else null. */
  readonly plain: { readonly text: string; readonly segments: number } | null;
}

export function segmentsOf(typed: string): Segments {
  const text = normalizeText(typed);
  const read = new SegmentedMessage(text);
  const odd = [...new Set(read.getNonGsmCharacters())];
  const plainText = plainPunctuation(text);
  const plain = { text: plainText, segments: countOf(plainText) };
  const segments = text === "" ? 0 : read.segmentsCount;
  return {
    characters: text.length,
    segments,
    odd,
    withoutOdd: odd.length === 0 ? segments : countOf(withoutOdd(read.graphemes, new Set(odd))),
    plain: plain.segments < segments ? plain : null,
  };
}

function countOf(text: string): number {
  return text === "" ? 0 : new SegmentedMessage(text).segmentsCount;
}

/** Each grapheme becomes one character of the set. */
function withoutOdd(graphemes: readonly string[], odd: ReadonlySet<string>): string {
  return graphemes.map((grapheme) => (odd.has(grapheme) ? "x" : grapheme)).join("");
}

/** How many odd characters are named. */
const mostNamed = 5;

/** `173 characters, 2 segments.` */
export function segmentsLine({ characters, segments }: Segments): string {
  return `${counted(characters, "character")}, ${counted(segments, "segment")}.`;
}

/** Which characters make it more segments than it needs; null where none does. */
export function segmentsWarning({ segments, odd, withoutOdd, plain }: Segments): string | null {
  if (withoutOdd >= segments) return null;
  const named = odd.slice(0, mostNamed).map(nameOf);
  const rest = odd.length - named.length;
  const all = rest > 0 ? [...named, `${rest} more`] : named;
  const makes = all.length === 1 ? "makes" : "make";
  const instead = plain === null ? "" : ` With plain punctuation it is ${plain.segments}.`;
  return `${listed(all)} ${makes} it ${counted(segments, "segment")} instead of ${withoutOdd}.${instead}`;
}

function nameOf(character: string): string {
  const name = signName(character);
  const isSeen = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(character);
  if (name === null) return isSeen ? character : "An invisible character";
  return isSeen ? `${character} (${name})` : `A ${name}`.replace(/^A (?=[aeiou])/, "An ");
}

function listed(all: readonly string[]): string {
  return all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}

function counted(number: number, word: string): string {
  return `${number.toLocaleString("en-US")} ${word}${number === 1 ? "" : "s"}`;
}
