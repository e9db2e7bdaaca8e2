/** Reads what stands in a line of a person's message. */

import { charactersOf, emojiCharacters } from "../../lib/emoji.ts";
import type { Json } from "../../lib/json.ts";
import { linkWords } from "./link-words.ts";
import type { MentionReader } from "./mentions.ts";

/** What Slack says of something that it can't show in words. */
export const noPreview = "[no preview available]";

export interface RichTextReader extends MentionReader {
  /** Notes that something stands there which no text can hold; returns what reads in its place, nothing. */
  leaveOut(): string;
}

/** What stands in a line: words, emoji, links, names. */
export function readInline(element: Json, reader: RichTextReader): string {
  switch (element.type) {
    case "text":
      return asText(element.text);
    case "emoji":
      return readEmoji(element);
    case "link":
      return linkWords(asText(element.url), asText(element.text));
    case "user":
      return reader.user(asText(element.user_id));
    case "channel":
      return reader.channel(asText(element.channel_id));
    case "usergroup":
      return reader.group(asText(element.usergroup_id));
    case "broadcast":
      return reader.broadcast(asText(element.range));
    case "message_mention":
      return reader.message(readUnknown(element));
    case "team":
      return "our team";
    case "color":
      return asText(element.value);
    case "date":
      return readDate(element);
    default:
      return readUnknown(element) || reader.leaveOut();
  }
}

/** A kind that does not exist yet: whatever words it carries. */
function readUnknown({ text, fallback, url }: Json): string {
  return [text, fallback, url].map(asText).find((words) => words !== "" && words !== noPreview) ?? "";
}

function readEmoji(element: Json): string {
  const name = asText(element.name);
  const unicode = charactersOf(asText(element.unicode));
  const isToned = /1f3f[b-f]/i.test(asText(element.unicode));
  const tone =
    typeof element.skin_tone === "number" ? emojiCharacters(`${name}::skin-tone-${element.skin_tone}`) : null;
  const known = isToned ? (unicode ?? tone) : (tone ?? unicode);
  return known ?? emojiCharacters(name) ?? (name === "" ? "" : `:${name}:`);
}

/** Slack sends how its author saw the date; without that, the plain time in UTC. */
function readDate(element: Json): string {
  const fallback = asText(element.fallback);
  if (fallback !== "" || typeof element.timestamp !== "number") return fallback;
  const date = new Date(element.timestamp * 1000);
  return Number.isNaN(date.getTime()) ? "" : `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
