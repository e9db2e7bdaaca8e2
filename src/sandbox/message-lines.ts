/** A Slack message as lines of plain text, for a terminal: what a person would read, links as their labels. */
import { emojiCharacters } from "../lib/emoji.ts";
import { decoded } from "./slack/entities.ts";
import type { MessageView } from "./slack/types/messages.ts";
import { isWire, listOf, type Wire } from "./slack/wire.ts";

export interface LineNames {
  /** By a user's id. */
  person(id: string): string;
  /** By a channel's id, with its sign; absent: links to channels are shown by their ids. */
  channel?(id: string): string;
}

/** Without the author; buttons as `[Take]`. */
export function messageLines(message: Pick<MessageView, "text" | "blocks">, names: LineNames): string[] {
  const text =
    message.blocks.length > 0
      ? message.blocks.map((block) => blockText(block, names)).join("\n")
      : readable(message.text, names);
  return text.split("\n").filter((line) => line.trim() !== "");
}

function blockText(block: Wire, names: LineNames): string {
  switch (block.type) {
    case "section":
    case "header": {
      const words = isWire(block.text) ? readable(String(block.text.text), names) : "";
      return isWire(block.accessory) ? `${words}  ${label(block.accessory)}` : words;
    }
    case "context":
      return listOf(block.elements)
        .map((element) => readable(String(element.text ?? ""), names))
        .join("  ");
    case "actions":
      return listOf(block.elements).map(label).join(" ");
    case "rich_text":
      return listOf(block.elements)
        .map((part) => richText(part, names))
        .join("\n");
    default:
      return "";
  }
}

function label(element: Wire): string {
  const isMenu = isWire(element.placeholder);
  const label = isMenu ? element.placeholder : element.text;
  return `[${isWire(label) ? String(label.text) : "…"}${isMenu ? " ▾" : ""}]`;
}

function richText(part: Wire, names: LineNames): string {
  const text = listOf(part.elements)
    .map((element) =>
      Array.isArray(element.elements) ? `• ${richText(element, names)}\n` : inline(element, names),
    )
    .join("");
  if (part.type !== "rich_text_quote") return text;
  return text
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
}

function inline(element: Wire, names: LineNames): string {
  switch (element.type) {
    case "emoji":
      return emojiCharacters(String(element.name)) ?? `:${String(element.name)}:`;
    case "user":
      return `@${names.person(String(element.user_id))}`;
    case "link":
      return String(element.text ?? element.url);
    default:
      return String(element.text ?? "");
  }
}

const token = /<([^<>\n]+)>/g;
/** What makes words from outside inert stands between the characters, unseen. */
const unseen = /[\u200b\ufeff]/g;

/** Slack's markup as what a person reads: names, labels, emoji. */
export function readable(text: string, names: LineNames): string {
  const replaced = text
    .replace(token, (_, inside: string) => tokenText(inside, names))
    .replace(/(?<![\w*])\*([^*\n]+)\*(?![\w*])/g, "$1")
    .replace(/:([a-z0-9_+-]+):/g, (whole, name: string) => emojiCharacters(name) ?? whole);
  return decoded(replaced).replace(unseen, "");
}

function tokenText(inside: string, names: LineNames): string {
  const [target = "", label] = inside.split("|");
  if (target.startsWith("@")) return `@${names.person(target.slice(1))}`;
  if (target.startsWith("#")) return label || (names.channel?.(target.slice(1)) ?? target);
  const [kind, seconds, format] = target.split("^");
  if (kind === "!date" && format !== undefined) return dateText(new Date(Number(seconds) * 1000), format);
  if (target.startsWith("!")) return `@${label ?? target.slice(1)}`;
  return label ?? target;
}

/** Slack's date token in this computer's zone, as far as the app's cards need it. */
function dateText(date: Date, format: string): string {
  const isToday = date.toDateString() === new Date().toDateString();
  const day = isToday ? "today" : date.toLocaleDateString("en-US", { month: "short", day: "numeric" });
  const time = date.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" }).replace(/\s/g, " ");
  return format.replace(/\{date[a-z_]*\}/g, day).replace(/\{time[a-z_]*\}/g, time);
}
