/** Slack's own emoji: from a short name (`wave`, `+1::skin-tone-3`, `flag-us`) to what a phone shows. */

import { emojiRecords } from "./emoji-data.ts";

interface Emoji {
  readonly base: string;
  /** How skin tones change it: not at all, one tone behind the first code point, or two people with a tone each. */
  readonly tones: "none" | "one" | { readonly mixed: string; readonly same: string };
}

const NAME = /^:?([^:\s]+?)(?:::skin-tone-([2-6])(?:-([2-6]))?)?:?$/;

let table: ReadonlyMap<string, Emoji> | null = null;

/** The characters of a standard emoji; `null` for a custom one or an unknown name. Colons around the name are fine. */
export function emojiCharacters(name: string): string | null {
  const unicode = emojiUnicode(name);
  return unicode === null ? null : charactersOf(unicode);
}

/** Slack's hex form of it, as in `rich_text` emoji elements: `1f44b-1f3fc`. A tone that does not fit is left out. */
export function emojiUnicode(name: string): string | null {
  const [, bare = "", first, second] = NAME.exec(name) ?? [];
  const emoji = readTable().get(bare);
  if (emoji === undefined) return null;
  return first === undefined ? emoji.base : withTone(emoji, first, second ?? first);
}

/** Slack's hex form (`1f44b-1f3fc`) as characters; `null` when it is not one. */
export function charactersOf(unicode: string): string | null {
  if (!/^[0-9a-f]{2,6}(-[0-9a-f]{2,6})*$/i.test(unicode)) return null;
  const points = unicode.split("-").map((hex) => Number.parseInt(hex, 16));
  const valid = points.every((point) => point <= 0x10ffff && (point < 0xd800 || point > 0xdfff));
  return valid ? String.fromCodePoint(...points) : null;
}

function withTone(emoji: Emoji, first: string, second: string): string {
  if (emoji.tones === "none") return emoji.base;
  if (emoji.tones === "one") {
    const [head = "", ...rest] = emoji.base.split("-");
    // The tone takes the place of the variation selector.
    return [head, toneOf(first), ...(rest[0] === "fe0f" ? rest.slice(1) : rest)].join("-");
  }
  const form = first === second ? emoji.tones.same : emoji.tones.mixed;
  return form.replace("A", toneOf(first)).replace("B", toneOf(second));
}

/** Slack counts tones from 2 to 6, Unicode from 1f3fb to 1f3ff. */
function toneOf(slackTone: string): string {
  return (0x1f3f9 + Number(slackTone)).toString(16);
}

function readTable(): ReadonlyMap<string, Emoji> {
  table ??= new Map(emojiRecords.split("|").flatMap(readRecord));
  return table;
}

function readRecord(record: string): [string, Emoji][] {
  const [shape = "", ...names] = record.trim().split(" ");
  const [base = "", mixed, same = mixed] = shape.split(",");
  const emoji: Emoji = base.endsWith("*")
    ? { base: base.slice(0, -1), tones: "one" }
    : { base, tones: mixed === undefined || same === undefined ? "none" : { mixed, same } };
  return names.map((name) => [name, emoji]);
}
