/** Cuts long texts where a reader would: at a line, at a space, never inside a character or an address. */

import { findLinks } from "./find-links.ts";
import { showable } from "./inert.ts";

/**
 * Characters to show in one message. Slack refuses blocks of together more than about 13,200 (it does not say
 * how it counts), and an author's name and our own words share that room.
 */
export const slackMessageLimit = 12_000;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The showable text in pieces, each for one message; joined they are the whole. No piece for an empty text. */
export function splitForSlack(text: string, limit: number = slackMessageLimit): string[] {
  return cutInto(showable(text), limit);
}

/** Pieces of at most `limit` UTF-16 units that, joined, are the text. */
export function cutInto(text: string, limit: number): string[] {
  const pieces: string[] = [];
  for (let rest = text; rest !== ""; ) {
    const piece = firstPiece(rest, limit);
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return pieces;
}

/** The first of those pieces. */
export function firstPiece(text: string, limit: number): string {
  return text.length <= limit ? text : text.slice(0, cutAt(text, limit));
}

function cutAt(text: string, limit: number): number {
  const window = text.slice(0, limit);
  const line = window.lastIndexOf("\n") + 1;
  if (line > limit / 2) return line;
  const space = window.search(/\s\S*$/) + 1;
  if (space > limit / 2) return space;
  // The longest address is shorter than this tail.
  const tail = text.slice(0, limit + 2000);
  const links = tail.includes("://") ? findLinks(tail) : [];
  const crossing = links.find((link) => link.start < limit && link.end > limit);
  if (crossing !== undefined && crossing.start > 0) return crossing.start;
  return characterBefore(text, limit);
}

/** The last place at or before `limit` where a character as people see it ends, or at least a code point. */
function characterBefore(text: string, limit: number): number {
  const start = graphemes.segment(text.slice(0, limit + 100)).containing(limit)?.index ?? limit;
  if (start > 0) return start;
  const splitsPair = /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(limit - 1, limit + 1));
  return splitsPair && limit > 1 ? limit - 1 : limit;
}
