/**
 * Text from outside on its way into Slack (law 6): shown as typed, and inert. It goes into `rich_text` blocks,
 * whose text elements Slack never parses: `<!channel>`, `@here`, `*bold*` and `:x:` in them are characters.
 * Addresses are link elements that show the whole address. The message's `text`, which Slack uses for
 * notifications, is escaped and sent with `inertPost`.
 */

import type { RichTextBlock, RichTextElement } from "@slack/types";
import { isEmptyText } from "../../domain/plain-text.ts";
import { escapeEntities } from "./escape-mrkdwn.ts";
import { findLinks } from "./find-links.ts";
import { emptyWords, oneLine, showable } from "./inert.ts";
import { cutInto, firstPiece, splitForSlack } from "./split-for-slack.ts";

/**
 * Goes with every post that carries words from outside. `@here` in `text` is a mention only for `link_names` or
 * `parse: full`, so without them it needs no characters of ours; `mrkdwn: false` leaves signs in `text` alone.
 */
export const inertPost = {
  parse: "none",
  link_names: false,
  mrkdwn: false,
  unfurl_links: false,
  unfurl_media: false,
} as const;

export interface SlackPost {
  /** For notifications: escaped, shortened. */
  readonly text: string;
  readonly blocks: RichTextBlock[];
}

export interface ToSlackOptions {
  /** Who wrote it, as a bold first line; for posts that can't bear the contact's name themselves. */
  readonly author?: string;
}

/** The text of a section is limited to this; text elements are kept to it too, since no larger size is promised. */
const ELEMENT_LIMIT = 3000;
const AUTHOR_LIMIT = 100;
/** chat.update refuses a `text` over 4,000 (msg_too_long), and entities count in full. */
const FALLBACK_LIMIT = 3900;
/** More than a person would click; a flood of them stays text. */
const LINKS_PER_BLOCK = 50;
/** What addresses that are not ASCII may add to a block in percent-encoded form. */
const HIDDEN_ADDRESS_ROOM = 600;

/** A text from outside as posts, in order: one, unless it is longer than a message of Slack can be. */
export function toSlackPosts(text: string, options: ToSlackOptions = {}): SlackPost[] {
  // A piece of nothing but blank lines would be an empty post.
  const pieces = splitForSlack(text).filter((piece) => !isEmptyText(piece));
  if (pieces.length === 0) return [{ text: emptyWords, blocks: [block([emptyElement()], options)] }];
  return pieces.map((piece, index) => ({
    text: toSlackFallback(piece),
    blocks: [block(inertElements(piece), index === 0 ? options : {})],
  }));
}

/**
 * The same as blocks alone, one per message's worth (`slackMessageLimit`): several short texts' blocks may share
 * a post, a long text's may not.
 */
export function toSlackBlocks(text: string, options: ToSlackOptions = {}): RichTextBlock[] {
  return toSlackPosts(text, options).flatMap((post) => post.blocks);
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

function block(elements: RichTextElement[], { author }: ToSlackOptions): RichTextBlock {
  const name = author === undefined ? "" : oneLine(author, AUTHOR_LIMIT);
  const byline: RichTextElement[] =
    name === ""
      ? []
      : [
          { type: "text", text: name, style: { bold: true } },
          { type: "text", text: "\n" },
        ];
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [...byline, ...elements] }] };
}
