/**
 * Reads what a person composed: Slack's `rich_text` and `table` blocks. Their text elements hold the characters
 * themselves, not entities. Outside data: anything may be missing or of another shape, and then reads as nothing. What
 * stands there and can't be read is left out, and that is noted.
 */

import { isRecord, type Json, stringIn } from "../../lib/json.ts";
import { type RichTextReader, readInline } from "./read-inline.ts";

/** Slack nests at most a list or section in a quote; deeper is not a person's message. */
const MAX_DEPTH = 12;

/** The words of one block, as lines. */
export function readBlock(block: unknown, reader: RichTextReader): string {
  if (!isRecord(block)) return "";
  const isKnown = block.type === "rich_text" || block.type === "table";
  return isKnown ? readPart(block, reader, 0) : reader.leaveOut();
}

/** A block or one of its parts, as lines. */
function readPart(part: unknown, reader: RichTextReader, depth: number): string {
  if (!isRecord(part)) return "";
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

function isPart(value: unknown): boolean {
  return isRecord(value) && (value.type === "table" || String(value.type).startsWith("rich_text"));
}

/** Inline elements follow one another; parts stand below one another. */
function readElements(part: Json, reader: RichTextReader, depth: number): string {
  const runs: { text: string; inline: boolean }[] = [];
  for (const element of asArray(part.elements)) {
    const inline = !isPart(element);
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
      if (isRecord(element) && element.type === "rich_text_list") return text;
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
function readCell(cell: unknown, reader: RichTextReader, depth: number): string {
  const isRaw = isRecord(cell) && (cell.type === "raw_text" || cell.type === "raw_number");
  const words = isRaw ? readRaw(cell, reader) : readPart(cell, reader, depth + 1);
  return words
    .split("\n")
    .map((line) => line.trim())
    .join(" ")
    .trim();
}

/** A number may come without words. */
function readRaw(cell: Json, reader: RichTextReader): string {
  const words = stringIn(cell, "text") ?? stringIn(cell, "value");
  if (words !== undefined || cell.type === "raw_text") return words ?? "";
  return typeof cell.value === "number" ? String(cell.value) : reader.leaveOut();
}

/** A list or code inside a quote carries `border`. */
function bordered(part: Json, text: string): string {
  return part.border === 1 ? quoted(text) : text;
}

function quoted(text: string): string {
  const lines = text.replace(/\n$/, "");
  return lines === "" ? "" : `> ${lines.replaceAll("\n", "\n> ")}`;
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function smallNumber(value: unknown, most = 8): number {
  return typeof value === "number" && value > 0 ? Math.min(Math.floor(value), most) : 0;
}
