/**
 * Text between Slack and phones (law 6). To a phone: only what a person would read. To Slack: what a phone
 * sent, shown as typed. This file is the way out.
 */

import { normalizeText } from "../../domain/plain-text.ts";
import { createMentionReader, type Mentions, type SlackNames } from "./mentions.ts";
import { noteMentions, readMrkdwn } from "./read-mrkdwn.ts";
import { readRichText } from "./read-rich-text.ts";

/** The parts of Slack's message event that hold words. Of an edit, its inner `message`. */
export interface SlackMessageText {
  readonly text?: string | undefined;
  readonly blocks?: readonly unknown[] | undefined;
}

export interface PhoneText {
  /** Plain, normalised; empty when the message has no words. */
  readonly text: string;
  readonly mentions: Mentions;
}

/**
 * A message of a person in Slack as text for a phone. The composer's blocks are preferred; `text` serves where
 * they are missing or say nothing. A mention counts wherever it stands. Never throws for a strange shape.
 */
export function toPhone(message: SlackMessageText, names: SlackNames): PhoneText {
  const reader = createMentionReader(names);
  const source = typeof message.text === "string" ? message.text : "";
  const blocks = Array.isArray(message.blocks) ? message.blocks : [];
  const composed = normalizeText(readRichText(blocks, reader) ?? "");
  if (composed === "") return { text: normalizeText(readMrkdwn(source, reader)), mentions: reader.found() };
  noteMentions(source, reader);
  return { text: composed, mentions: reader.found() };
}
