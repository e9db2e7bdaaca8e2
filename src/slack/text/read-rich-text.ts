/**
 * Reads what a person composed: Slack's `rich_text` and `table` blocks. Their text elements hold the characters
 * themselves, not entities. Outside data: anything may be missing or of another shape, and then reads as nothing. What
 * stands there and can't be read is left out, and that is noted.
 */

import { charactersOf, emojiCharacters } from "../../lib/emoji.ts";
import { linkWords } from "./link-words.ts";
import type { MentionReader } from "./mentions.ts";

type Json = Readonly<Record<string, unknown>>;

/** Slack nests at most a list or section in a quote; deeper is not a person's message. */
const MAX_DEPTH = 12;

/** What Slack says of something that it can't show in words. */
export const noPreview = "[no preview available]";

export interface RichTextReader extends MentionReader {
  /** Notes that something stands there which no text can hold; returns what reads in its place, nothing. */
  leaveOut(): string;
}

/** The words of one block, as lines. */
export function readBlock(block: unknown, reader: RichTextReader): string {
  const type = asObject(block)?.type;
  if (type === "rich_text" || type === "table") return readPart(block, reader, 0);
  return asObject(block) === null ? "" : reader.leaveOut();
}

/** A block or one of its parts, as lines. */
function readPart(value: unknown, reader: RichTextReader, depth: number): string {
  const part = asObject(value);
  if (part === null) return "";
  if (depth > MAX_DEPTH) return reader.leaveOut();
  const inside = () => readElements(part, reader, depth);
  switch (part.type) {
    case "rich_text_list":
      return bordered(part, readList(part, reader, depth));
    case "rich_text_quote":
      return quoted(inside());
    case "rich_text_preformatted":
      return bordered(part, inside());
    case "table":
      return readTable(part, reader, depth);
    case "rich_text":
    case "rich_text_section":
      return inside();
    default:
      return isPart(part) ? inside() || reader.leaveOut() : readInline(part, reader);
  }
}

function isPart(value: Json | null): boolean {
  return value?.type === "table" || String(value?.type).startsWith("rich_text");
}

/** Inline elements follow one another; parts stand below one another. */
function readElements(part: Json, reader: RichTextReader, depth: number): string {
  const runs: { text: string; inline: boolean }[] = [];
  for (const element of asArray(part.elements)) {
    const inline = !isPart(asObject(element));
    const text = readPart(element, reader, depth + 1);
    const last = runs.at(-1);
    if (inline && last?.inline) last.text += text;
    else runs.push({ text, inline });
  }
  return stack(runs.map((run) => run.text));
}

/** Joins by line breaks, without adding one where there is one. */
export function stack(texts: readonly string[]): string {
  return texts
    .filter((text) => text !== "")
    .reduce((above, text) => (above === "" || above.endsWith("\n") ? above + text : `${above}\n${text}`), "");
}

function readList(list: Json, reader: RichTextReader, depth: number): string {
  const margin = "  ".repeat(smallNumber(list.indent));
  const first = smallNumber(list.offset, 100_000) + 1;
  let count = 0;
  return stack(
    asArray(list.elements).map((element) => {
      const text = readPart(element, reader, depth + 1).replace(/(?<!\n)\n+$/, "");
      if (asObject(element)?.type === "rich_text_list") return text;
      const sign = list.style === "ordered" ? `${first + count}. ` : "• ";
      count += 1;
      return margin + sign + text.replaceAll("\n", `\n${margin}${" ".repeat(sign.length)}`);
    }),
  );
}

function readTable(table: Json, reader: RichTextReader, depth: number): string {
  if (!Array.isArray(table.rows)) return reader.leaveOut();
  const readRow = (row: unknown) => {
    const cells = asArray(row).map((cell) => readCell(cell, reader, depth));
    return cells.every((words) => words === "") ? "" : cells.join(" | ");
  };
  return stack(table.rows.map(readRow));
}

/** On one line. */
function readCell(value: unknown, reader: RichTextReader, depth: number): string {
  const cell = asObject(value);
  const isRaw = cell?.type === "raw_text" || cell?.type === "raw_number";
  const words = isRaw ? asText(cell.text) || asDigits(cell.value) : readPart(cell, reader, depth + 1);
  return words
    .split("\n")
    .map((line) => line.trim())
    .join(" ")
    .trim();
}

/** A list or code inside a quote carries `border`. */
function bordered(part: Json, text: string): string {
  return part.border === 1 ? quoted(text) : text;
}

function quoted(text: string): string {
  const lines = text.replace(/\n$/, "");
  return lines === "" ? "" : `> ${lines.replaceAll("\n", "\n> ")}`;
}

function readInline(element: Json | null, reader: RichTextReader): string {
  switch (element?.type) {
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
    case "team":
      return "our team";
    case "color":
      return asText(element.value);
    case "date":
      return readDate(element);
    default:
      return element === null ? "" : readUnknown(element) || reader.leaveOut();
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

function asObject(value: unknown): Json | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function asDigits(value: unknown): string {
  return typeof value === "number" ? String(value) : asText(value);
}

function smallNumber(value: unknown, most = 8): number {
  return typeof value === "number" && value > 0 ? Math.min(Math.floor(value), most) : 0;
}
