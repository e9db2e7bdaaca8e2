/**
 * Reads Slack's `text` field, where a message has no blocks: `<...>` tokens, entities, `:emoji:` and mrkdwn
 * signs. `<`, `>` and `&` stand in it only as Slack's own syntax, so tokens are found first and each piece is
 * decoded once, last: a typed `&lt;` never becomes a token.
 */

import { emojiCharacters } from "../../lib/emoji.ts";
import { linkWords } from "./link-words.ts";
import type { MentionReader } from "./mentions.ts";

/** A token passes untouched; a code run, in the first or second group, keeps its inside as typed. */
const CODE =
  /<[^<>]*>|```\n?([\s\S]+?)\n?```\n?|(?<![\p{L}\p{N}`\ufeff])`([^`\n]+)`(?![\p{L}\p{N}`\ufeff])/gu;
const EMOJI = /(?<![\p{L}\p{N}]):([^\s:<>]+(?:::skin-tone-[2-6](?:-[2-6])?)?):(?![\p{L}\p{N}])/gu;
const ENTITY = /&(amp|lt|gt);/g;
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">" };

/** Bold, italic and struck runs: a sign at a word's edge, words of one line without that sign, the sign again. */
const RUNS = ["\\*", "_", "~"].map(
  (sign) =>
    new RegExp(
      `<[^<>]*>|(?<![\\p{L}\\p{N}${sign}])${sign}(?!\\s)((?:<[^<>]*>|[^<>\\n${sign}])+)(?<!\\s)${sign}(?![\\p{L}\\p{N}${sign}])`,
      "gu",
    ),
);

/** The readable text of Slack's mrkdwn. */
export function readMrkdwn(text: string, reader: MentionReader): string {
  let words = "";
  let plainFrom = 0;
  for (const match of text.matchAll(CODE)) {
    const code = match[1] ?? match[2];
    if (code === undefined) continue;
    words += readFormatted(text.slice(plainFrom, match.index), reader);
    const inside = readPieces(code, reader, decode);
    words += match[1] === undefined ? inside : asLines(inside, words);
    plainFrom = match.index + match[0].length;
  }
  return words + readFormatted(text.slice(plainFrom), reader);
}

/** A block of code stands on lines of its own, as Slack shows it. */
function asLines(code: string, above: string): string {
  return `${above === "" || above.endsWith("\n") ? "" : "\n"}${code}\n`;
}

/** Only the tokens' mentions: for a message whose words were read elsewhere. */
export function noteMentions(text: string, reader: MentionReader): void {
  readPieces(text, reader, () => "");
}

function readFormatted(text: string, reader: MentionReader): string {
  const bare = RUNS.reduce(
    (before, run) => before.replace(run, (all, inside?: string) => inside ?? all),
    text,
  );
  return readPieces(bare, reader, (piece) =>
    decode(piece.replace(EMOJI, (all, name: string) => emojiCharacters(name) ?? all)),
  );
}

function readPieces(text: string, reader: MentionReader, readLiteral: (piece: string) => string): string {
  return text
    .split(/<([^<>]*)>/)
    .map((piece, index) => (index % 2 === 0 ? readLiteral(piece) : readToken(piece, reader)))
    .join("");
}

function readToken(token: string, reader: MentionReader): string {
  const bar = token.indexOf("|");
  const target = bar === -1 ? token : token.slice(0, bar);
  const label = bar === -1 ? undefined : decode(token.slice(bar + 1));
  if (target.startsWith("@")) return reader.user(target.slice(1), label);
  if (target.startsWith("#")) return reader.channel(target.slice(1), label);
  if (target.startsWith("!")) return readCommand(target.slice(1), label, reader);
  return linkWords(decode(target), label);
}

function readCommand(command: string, label: string | undefined, reader: MentionReader): string {
  const [name = "", id = ""] = command.split("^");
  if (name === "subteam") return reader.group(id, label);
  if (name === "here" || name === "channel" || name === "everyone") return reader.broadcast(name);
  // Dates carry their words as the label; so do commands that nobody knows yet.
  return label ?? "";
}

function decode(text: string): string {
  return text.replace(ENTITY, (all, name: string) => entities[name] ?? all);
}
