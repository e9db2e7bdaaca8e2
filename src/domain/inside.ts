/** What stays with the team. A mistake here must fall on the side of not sending: a note can still be sent, a text not taken back. */

/** What nobody sees hides no sign either. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * What may stand before the sign without hiding it: blanks, and what is left of a quote, a list (by its bullet, hyphen or
 * number) or emphasis.
 */
const LEAD = /^(?:[\s>*_~`•◦▪]|[-‐‑]\s|\d+[.)](?!\d))*/u;

/**
 * `note:` in any case (a space before the colon, as French writes it, counts), two hyphens,
 * a long dash (which keyboards put for two hyphens: figure, en, em, bar, double and triple) or two slashes.
 * One hyphen is a list or a number, so it is not a sign; a minus sign neither.
 */
const SIGN = /^(?:note\s*:|[-‐‑]{2}|[‒–—―⸺⸻]|\/\/)/iu;

/** Whether a reply says by its first characters, narrow or wide, that it is meant for the team and never leaves. */
export function isNote(text: string): boolean {
  return SIGN.test(text.normalize("NFKC").replace(INVISIBLE, "").replace(LEAD, ""));
}
