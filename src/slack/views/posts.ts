/** What stands in a thread under the card: customers' words under their own name, and lines of the app's. */
import type { Button, KnownBlock, RichTextBlock } from "@slack/types";
import {
  type Again,
  type LinePost,
  type Offer,
  type TextsPost,
  textsPerPost,
} from "../../bridge/contracts/desk.ts";
import { nameAttachments } from "../../domain/attachments.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import { isEmptyText } from "../../domain/plain-text.ts";
import type { Sentence } from "../../domain/sentence.ts";
import { escapeEntities, plain } from "../text/escape-mrkdwn.ts";
import { emptyWords, oneLine } from "../text/inert.ts";
import { slackMessageLimit, splitForSlack } from "../text/split-for-slack.ts";
import { toSlackBlock, toSlackFallback } from "../text/to-slack.ts";
import { actions, button, context, type Drawn, sections } from "./blocks.ts";
import { moment, nameLimit, sentenceMrkdwn, sentenceText } from "./sentences.ts";

/** The buttons of a choice: `notice.choose.send_anyway`, ...; their value is the notice's id. */
export const noticeActionPrefix = "notice.choose.";

/** Under what its post says of when it came. */
const joinedTime = "{time}";
const lateTime = "{date_short_pretty} at {time}";

/** Escaped, a character takes five at most, and Slack keeps some tens of thousands. */
const plainLimit = 3_000;

type Text = TextsPost["texts"][number];

/**
 * As many posts as it takes, nearly always one. `byline`: the contact's name stands in the post itself, for a
 * workspace where the post can't carry it.
 */
export function drawTexts(post: TextsPost, byline: boolean): Drawn[] {
  const times = post.late ? lateTime : post.texts.length > 1 ? joinedTime : null;
  const drawn = inGroups(post.texts.flatMap(inPieces)).map((texts) => {
    const group = drawGroup(texts, times);
    return post.quiet ? { ...group, text: quietWords(post.from, texts.length) } : group;
  });
  const [first] = drawn;
  if (byline && first !== undefined) first.blocks.unshift(nameBlock(post.from));
  const last = drawn.at(-1);
  if (post.mention === null || last === undefined) return drawn;
  return [
    ...drawn.slice(0, -1),
    { text: `${last.text} <@${post.mention}>`, blocks: [...last.blocks, mentionBlock(post.mention)] },
  ];
}

/** The same without blocks, for words that Slack refuses as we draw them: one text per post, so that none stops another. */
export function drawPlain(post: TextsPost, byline: boolean): Drawn[] {
  const drawn = post.texts.flatMap((text) =>
    piecesOf(wordsOf(text), plainLimit).map((piece) => ({ text: escapeEntities(piece), blocks: [] })),
  );
  const pieces = drawn.length > 0 ? drawn : [{ text: emptyWords, blocks: [] }];
  const lead = byline ? `${escapeEntities(authorName(post.from))}: ` : "";
  const call = post.mention === null ? "" : ` <@${post.mention}>`;
  return pieces.map(({ text, blocks }, index) => ({
    text: `${index === 0 ? lead : ""}${text}${index === pieces.length - 1 ? call : ""}`,
    blocks,
  }));
}

/** The contact's name as a post's author. */
export function authorName(from: string): string {
  return oneLine(from, nameLimit) || "Unknown sender";
}

export function drawLine(post: LinePost, teamUrl: string): Drawn {
  return drawSaid(post.sentence, post.offer, teamUrl);
}

/** A sentence of ours with the choices that it offers. */
export function drawSaid(
  sentence: Sentence,
  offer: Offer | null,
  teamUrl: string,
  again: Again | null = null,
): Drawn {
  const blocks: KnownBlock[] = sections(sentenceMrkdwn(sentence, teamUrl));
  if (offer !== null && offer.choices.length > 0) blocks.push(actions(offerButtons(offer)));
  if (again !== null) blocks.push(actions([button(again.label ?? "Open it", again.action, again.value)]));
  return { text: sentenceText(sentence, teamUrl), blocks };
}

export function offerButtons(offer: Offer): Button[] {
  return offer.choices.map(({ choice, label }) =>
    button(label, `${noticeActionPrefix}${choice}`, offer.notice),
  );
}

/** Texts that together fit into one message of Slack. */
function inGroups(texts: readonly Text[]): Text[][] {
  const groups: Text[][] = [];
  let room = 0;
  for (const text of texts) {
    const group = groups.at(-1);
    if (group === undefined || group.length >= textsPerPost || text.body.length > room) {
      groups.push([text]);
      room = slackMessageLimit - text.body.length;
    } else {
      group.push(text);
      room -= text.body.length;
    }
  }
  return groups;
}

function drawGroup(texts: readonly Text[], times: string | null): { text: string; blocks: KnownBlock[] } {
  const blocks = texts.flatMap((text) => [...whenceOf(text, times), ...textBlocks(text)]);
  return { text: toSlackFallback(texts.map(wordsOf).join("\n")), blocks };
}

/** When it came, and to which line, as far as that is to be said. */
function whenceOf({ at, line }: Text, times: string | null): KnownBlock[] {
  const said = [
    ...(times === null ? [] : [moment(at, times)]),
    ...(line === undefined ? [] : [`to ${plain(line, nameLimit)}`]),
  ];
  return said.length === 0 ? [] : [context(said.join("  ·  "))];
}

function quietWords(from: string, count: number): string {
  return toSlackFallback(`${count === 1 ? "A text" : `${count} texts`} from ${authorName(from)}`);
}

/** Never empty: what came with it is named, and a text with nothing to see says so. */
function textBlocks(text: Text): RichTextBlock[] {
  const line = attachmentsLine(text);
  const words = isEmptyText(text.body) && line !== null ? [] : [toSlackBlock(text.body)];
  return line === null ? words : [...words, italicBlock(line)];
}

/** A text longer than a message, in pieces; its pictures are named after the last. */
function inPieces(text: Text): Text[] {
  const pieces = piecesOf(text.body, slackMessageLimit);
  if (pieces.length === 0) return [text];
  const bare = { ...text, pictures: 0, others: [] };
  return pieces.map((body, index) => ({ ...(index < pieces.length - 1 ? bare : text), body }));
}

/** A piece of nothing but blank lines would be an empty post. */
function piecesOf(text: string, limit: number): string[] {
  return splitForSlack(text, limit).filter((piece) => !isEmptyText(piece));
}

function wordsOf(text: Text): string {
  const line = attachmentsLine(text);
  if (line === null) return text.body;
  return isEmptyText(text.body) ? `(${line})` : `${text.body} (${line})`;
}

/** Null where nothing came with it. */
function attachmentsLine({ pictures, others = [], filesFollow }: Text): string | null {
  const names = nameAttachments(pictures, others);
  if (names === "") return null;
  return filesFollow ? `sent ${names}` : `sent ${names}, which could not be received`;
}

function italicBlock(text: string): RichTextBlock {
  return richText([{ type: "text", text, style: { italic: true } }]);
}

function nameBlock(from: string): RichTextBlock {
  return richText([{ type: "text", text: authorName(from), style: { bold: true } }]);
}

/** As a composer writes it, so that it notifies like any mention; with words that nobody takes for the customer's. */
function mentionBlock(user: SlackUserId): RichTextBlock {
  return richText([
    { type: "text", text: "Called to this thread: ", style: { italic: true } },
    { type: "user", user_id: user },
  ]);
}

type Section = Extract<RichTextBlock["elements"][number], { type: "rich_text_section" }>;

function richText(elements: Section["elements"]): RichTextBlock {
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] };
}
