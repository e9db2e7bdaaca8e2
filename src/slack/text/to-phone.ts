/**
 * Text between Slack and phones (law 6). To a phone: only what a person would read. To Slack: what a phone
 * sent, shown as typed. This file is the way out.
 */

import { normalizeText } from "../../domain/plain-text.ts";
import { isRecord } from "../../lib/json.ts";
import { createMentionReader, type Mentions, type SlackNames } from "./mentions.ts";
import { readAttachments } from "./read-attachments.ts";
import { noPreview, type RichTextReader } from "./read-inline.ts";
import { noteMentions, readMrkdwn } from "./read-mrkdwn.ts";
import { readBlock, stack } from "./read-rich-text.ts";

/** The parts of Slack's message event that hold words. Of an edit, its inner `message`. */
export interface SlackMessageText {
  readonly text?: string | undefined;
  readonly blocks?: readonly unknown[] | undefined;
  readonly attachments?: readonly unknown[] | undefined;
}

export interface PhoneText {
  /** Plain, normalised; empty when the message has no words. */
  readonly text: string;
  readonly mentions: Mentions;
  /** Something stands in the message, beside its files, that the text does not hold. */
  readonly isPartial: boolean;
}

/**
 * A message of a person in Slack as text for a phone. The composer's blocks are preferred; `text` serves where
 * they are missing or say nothing. Tables follow as lines. A mention counts wherever it stands. Never throws for a strange
 * shape.
 */
export function toPhone(message: SlackMessageText, names: SlackNames): PhoneText {
  let isPartial = false;
  const reader: RichTextReader = {
    ...createMentionReader(names),
    leaveOut() {
      isPartial = true;
      return "";
    },
  };
  const source = typeof message.text === "string" ? message.text : "";
  const blocks = asArray(message.blocks).map((block) => ({
    isComposed: isRecord(block) && block.type === "rich_text",
    words: readBlock(block, reader),
  }));
  const attached = readAttachments(asArray(message.attachments), reader);
  const isComposed = blocks.some((block) => block.isComposed && normalizeText(block.words) !== "");
  const isPlaceholder = blocks.length + attached.length > 0 && source.trim() === noPreview;
  if (isComposed) noteMentions(source, reader);
  const spoken = isComposed || isPlaceholder ? "" : readMrkdwn(source, reader);
  const text = normalizeText(stack([spoken, ...blocks.map(({ words }) => words), ...attached]));
  return { text, mentions: reader.found(), isPartial };
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
