/**
 * Text from outside on its way into Slack (law 6): shown as typed, and inert. It goes into `rich_text` blocks,
 * whose text elements Slack never parses: `<!channel>`, `@here`, `*bold*` and `:x:` in them are characters.
 * Addresses are link elements that show the whole address. The message's `text`, which Slack uses for
 * notifications, is escaped.
 */

import type { RichTextBlock, RichTextElement } from "@slack/types";
import { isEmptyText } from "../../domain/plain-text.ts";
import { escapeEntities } from "./escape-mrkdwn.ts";
import { findLinks } from "./find-links.ts";
import { emptyWords, showable } from "./inert.ts";
import { cutInto, firstPiece } from "./split-for-slack.ts";

/** The text of a section is limited to this; text elements are kept to it too, since no larger size is promised. */
const ELEMENT_LIMIT = 3000;
/** chat.update refuses a `text` over 4,000 (msg_too_long), and entities count in full. */
const FALLBACK_LIMIT = 3900;
/** More than a person would click; a flood of them stays text. */
const LINKS_PER_BLOCK = 50;
/** What addresses that are not ASCII may add to a block in percent-encoded form. */
const HIDDEN_ADDRESS_ROOM = 600;

/** One of `splitForSlack`'s pieces as a block, or what stands for a text with nothing to see. */
export function toSlackBlock(piece: string): RichTextBlock {
  const elements = isEmptyText(piece) ? [emptyElement()] : inertElements(piece);
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] };
}

/** The `text` beside blocks: escaped, at most 3,900 characters with the ellipsis. */
export function toSlackFallback(text: string): string {
  const shown = showable(text);
  if (shown === "") return emptyWords;
  const whole = escapeEntities(shown);
  if (whole.length <= FALLBACK_LIMIT) return whole;
  // An entity is five characters at most, so the second cut always fits.
  const cuts = [FALLBACK_LIMIT - 1, Math.floor((FALLBACK_LIMIT - 1) / 5)];
  const short = cuts.map((limit) => escapeEntities(firstPiece(shown, limit)));
  return `${short.find((one) => one.length < FALLBACK_LIMIT) ?? ""}…`;
}

/** Text as `rich_text` elements that can't act: for blocks that mix words from outside with ours. */
export function inertElements(text: string): RichTextElement[] {
  const elements: RichTextElement[] = [];
  let from = 0;
  let room = HIDDEN_ADDRESS_ROOM;
  for (const link of findLinks(text).slice(0, LINKS_PER_BLOCK)) {
    const typed = text.slice(link.start, link.end);
    const isHidden = typed !== link.url;
    if (isHidden && link.url.length > room) continue;
    if (isHidden) room -= link.url.length;
    elements.push(...textElements(text.slice(from, link.start)));
    // Without a label Slack shows the address itself.
    elements.push(isHidden ? { type: "link", url: link.url, text: typed } : { type: "link", url: link.url });
    from = link.end;
  }
  return [...elements, ...textElements(text.slice(from))];
}

function textElements(text: string): RichTextElement[] {
  return cutInto(text, ELEMENT_LIMIT).map((piece) => ({ type: "text", text: piece }));
}

function emptyElement(): RichTextElement {
  return { type: "text", text: emptyWords, style: { italic: true } };
}
