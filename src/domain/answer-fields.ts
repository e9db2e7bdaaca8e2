/** What hours, switches and automatic answers in `directory.yml` may look like. */

import { AUTO_REPLY_HOURS, type AutoReplyHours, longestAnswer } from "./directory.ts";
import { oneOf, type Read, shorten } from "./directory-fields.ts";
import { type Hours, parseHours } from "./hours.ts";
import { isEmptyText, normalizeText, textLength } from "./plain-text.ts";

/** The file's texts are not interpreted, so that these are what they look like to whoever knows any YAML. */
const switches: Readonly<Record<string, boolean>> = {
  on: true,
  true: true,
  yes: true,
  off: false,
  false: false,
  no: false,
};

export const readSwitch: Read<boolean> = (text, key) => {
  const value = switches[text.toLowerCase()];
  if (value !== undefined) return { value };
  return { problem: `\`${key}: ${shorten(text)}\` is neither on nor off; write \`on\` or \`off\`.` };
};

export const readHours: Read<Hours> = (text, key) => {
  const found = parseHours(text);
  return "value" in found ? found : { problem: `\`${key}\` can't be read: ${found.problem}` };
};

const readWhen = oneOf(AUTO_REPLY_HOURS);

export const readAutoReplyHours: Read<AutoReplyHours> = (text, key) => {
  const found = readWhen(text, key);
  if ("value" in found || "problem" in parseHours(text)) return found;
  const { problem } = found;
  return {
    problem: `${problem} Days and times belong into the member's own \`hours\`, beside \`auto_reply\`.`,
  };
};

/** What customers get to read; may have several lines. */
export const readAnswer: Read<string> = (text, key) => {
  const length = textLength(text);
  if (length <= longestAnswer) return { value: normalizeText(text) };
  const over = length - longestAnswer;
  return {
    problem: `\`${key}\` is ${length} characters long, and no carrier takes a text of more than ${longestAnswer}; shorten it by ${over}.`,
  };
};

export const readHelpText: Read<string> = (text, key) =>
  isEmptyText(text)
    ? { problem: `\`${key}\` is empty; write who you are and how to stop your texts, or leave it out.` }
    : readAnswer(text, key);
