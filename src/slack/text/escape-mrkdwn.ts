/**
 * Words from outside inside a sentence of ours that Slack parses as mrkdwn. Better is a `rich_text` block, which
 * parses nothing; this is for places that know only mrkdwn. There, set `verbatim: true` as well.
 */

import { oneLine } from "./inert.ts";

/**
 * A sign that Slack would act on. `:` only where it could begin an emoji; `//` so that no address becomes a
 * link; `-`, `•` and `>` only where a line begins.
 */
const SIGN = /[*_~`@#]|:(?=[^\s:]+:)|(?<=:)\/\/|^(?:[-•]|&gt;)/gm;

/**
 * mrkdwn has no escape for its signs, but they format only at a word's edge and not beside blank space. So each
 * gets two invisible neighbours: U+200B, which is no edge, and U+FEFF, which parsers written in JavaScript take
 * for blank space.
 */
const before = "\u200b\ufeff";
const after = "\ufeff\u200b";

/** Slack's three reserved characters, in the order that makes it right. */
export function escapeEntities(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Any text so that mrkdwn shows it as it is. The characters that a reader sees do not change. */
export function escapeMrkdwn(text: string): string {
  return escapeEntities(text).replace(SIGN, `${before}$&${after}`);
}

/** A name or preview for a mrkdwn sentence: one line, inert, at most `max` characters to see. */
export function plain(text: string, max: number): string {
  return escapeMrkdwn(oneLine(text, max));
}
