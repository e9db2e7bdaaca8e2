/** What stays with the team. A mistake here must fall on the side of not sending: a note can still be sent, a text not taken back. */

/** What nobody sees hides no sign either. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * What may stand before the sign without hiding it: blanks, our mark for notes, an opening bracket or a quotation mark, and what is left
 * of a quote, a list (by its bullet, hyphen or number) or emphasis.
 */
const LEAD = /^(?:[\s>*_~`•◦▪📝"'\p{Ps}\p{Pi}\p{Pf}]|[-‐‑]\s|\d+(?:[.)](?!\d)|\u20e3))*/u;

/**
 * Two hyphens, a long dash (which keyboards put for two hyphens: figure, en, em, bar, double and triple) or two slashes.
 * One hyphen is a list or a number, so it is not a sign; a minus sign neither.
 */
const SIGN = /^(?:[-‐‑]{2}|[‒–—―⸺⸻]|\/\/)/u;

/** A word is no mere sign, so whatever else is none may stand before it, also a number or a letter of a list. */
const BEFORE_WORD = /^(?:[^\p{L}\p{N}]|\d+(?:[.)](?!\d)|\u20e3)|\p{L}[.)](?=\s))*/u;

/** What is drawn as no letter or digit, though it is made of one: ℹ, ㊙, ①. */
const NO_LETTERS = /[\p{Extended_Pictographic}\p{No}]/gu;

/** An emoji of the team's own, which has no character. */
const NAMED_EMOJI = /:[\p{L}\p{N}][\p{L}\p{N}_+'-]*:(?=\s)/gu;

/** `note:` in any case (a space before the colon, as French writes it, counts), or in brackets of its own: `[note]`. */
const NAMED = /^note\s*[:)\]}】〕〉》」』]/iu;

/** Whether a reply says by its first characters, narrow or wide, that it is meant for the team and never leaves. */
export function isNote(text: string): boolean {
  return SIGN.test(seenIn(text).replace(LEAD, "")) || beginningsOf(text).some((one) => NAMED.test(one));
}

/** Whether its first word is one with which people begin what is meant for the team. */
export function beginsInside(text: string, words: readonly string[]): boolean {
  const beginnings = beginningsOf(text).map((one) => one.toLowerCase());
  return words.some((word) => {
    const sought = seenIn(word).toLowerCase();
    return beginnings.some(
      (one) => one.startsWith(sought) && !/^[\p{L}\p{M}\p{N}]/u.test(one.slice(sought.length)),
    );
  });
}

/** Somebody's handle as it is typed: a letter right behind the sign. `@ 5` is a time or a price. */
const HANDLE = /^@\p{L}/u;

/** Whether it begins by calling somebody, as a mention does: what is typed like one is not always made one by Slack. */
export function callsSomebody(text: string): boolean {
  return HANDLE.test(seenIn(text).replace(LEAD, ""));
}

/**
 * A message, a file, a canvas or a place in a workspace of Slack, by its address: with or without its scheme, or by the scheme of Slack's
 * own clients. Nobody outside can open it, so it is for the team.
 */
const INTO_SLACK =
  /(?<![\p{L}\p{N}.-])(?:slack:\/\/|(?:[a-z0-9-]+\.)*slack(?:-gov)?\.com(?::\d+)?\/+(?:archives|files|docs|canvas|lists|client)(?![\p{L}\p{N}]))/iu;

/** Whether an address in it leads into a workspace. */
export function linksInside(text: string): boolean {
  return INTO_SLACK.test(seenIn(text));
}

/** From its first word on; where that may be an emoji's name, also from the first beside such. */
function beginningsOf(text: string): readonly string[] {
  const seen = seenIn(text.replace(NO_LETTERS, " "));
  return [seen, seen.replace(NAMED_EMOJI, "")].map((one) => one.replace(BEFORE_WORD, ""));
}

/** As a person sees it: nothing that is invisible, and what is wide as if it were narrow. */
export function seenIn(text: string): string {
  return text.normalize("NFKC").replace(INVISIBLE, "");
}
