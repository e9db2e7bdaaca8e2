/**
 * What plain text is, before a phone gets it: one form of line break, NFC, no control characters, nothing
 * broken. Applying it twice changes nothing more.
 */

/** CR, LF, vertical tab (a soft break in some clients), form feed, NEL and Unicode's two separators. */
const LINE_BREAK = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes; a byte order mark joins them.
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufeff]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;
/** Looks only at the beginning of each run of spaces, so that a long one costs no more. */
const TRAILING_SPACE = /(?<![^\S\n])[^\S\n]+$/gm;
/** Anything that leaves ink: no space, no control or format character, no filler, no braille blank. */
const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * Characters that show nothing and can mislead: bidirectional embeddings, overrides and isolates (they reorder
 * what follows, an address included), zero-width spaces and joins that no script needs, soft hyphens,
 * interlinear marks. Kept: the joiners that emoji and Persian need, and the left-to-right and right-to-left
 * marks, which Hebrew and Arabic need and which can't turn any letter round.
 */
const MISLEADING = /[\u00ad\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufff9-\ufffb]/g;

export function withoutMisleading(text: string): string {
  return text.replace(MISLEADING, "");
}

/**
 * Line breaks become LF; control characters but tab go; half a surrogate pair becomes U+FFFD; NFC. Spaces
 * inside are kept: for text that is shown rather than sent.
 */
export function cleanText(text: string): string {
  return text
    .replace(LINE_BREAK, "\n")
    .replace(CONTROL, "")
    .replace(LONE_SURROGATE, "\ufffd")
    .normalize("NFC");
}

/** `cleanText`, without spaces at the ends of lines and without blank space around the whole. */
export function normalizeText(text: string): string {
  return cleanText(text).replace(TRAILING_SPACE, "").trim();
}

/** Its length as carriers' limits count it: UTF-16 code units of the normalised text. */
export function textLength(text: string): number {
  return normalizeText(text).length;
}

/** Whether a reader would see nothing: only spaces, control characters and invisible ones. */
export function isEmptyText(text: string): boolean {
  return !VISIBLE.test(text);
}
