/** A link in `directory.yml`, and what to write where it can't be one. */
import { type Read, shorten } from "./directory-fields.ts";
import { withoutMarks } from "./filled-template.ts";
import { linksInside } from "./inside.ts";

export const readLinkName: Read<string> = (text, key) => {
  const value = text.toLowerCase();
  if (/^[a-z0-9-]{1,32}$/.test(value)) return { value };
  if (text === "") return { problem: `\`${key}\` is empty; write a name for the link, such as booking.` };
  return {
    problem: `\`${key}: ${shorten(text)}\` can't name a link; write small letters, digits and \`-\` (32 at most), such as booking.`,
  };
};

/** Half of what fits in a template. */
const longest = 500;

export const readUrl: Read<string> = (text, key) => {
  if (text.length > longest)
    return { problem: `\`${key}\` is longer than ${longest} characters; write a shorter address.` };
  if (!isWebAddress(text))
    return {
      problem: `\`${key}: ${shorten(text)}\` is not a web address; write it whole, such as https://example.com.`,
    };
  if (!linksInside(text)) return { value: text };
  return {
    problem: `\`${key}\` leads into Slack, where nobody outside can follow; write a web address that everyone can open.`,
  };
};

/** It is sent as it is written, so nothing in it may be what a phone would not take for a part of it. */
function isWebAddress(text: string): boolean {
  const isPlain = /^https?:\/\/[^\s\p{C}<>"{}|\\^`]+$/iu.test(text) && withoutMarks(text) === text;
  return isPlain && URL.canParse(text);
}
