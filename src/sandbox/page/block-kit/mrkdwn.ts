/**
 * Slack's own markup, read into a small tree of plain data: `*bold*`, `_italic_`, `~strike~`, code, quotes, `<tokens>`,
 * `:emoji:`. Nothing in it can become markup of the page: every leaf is a string that is shown as text.
 */

export type Inline =
  | { readonly kind: "text" | "code" | "emoji"; readonly text: string }
  | { readonly kind: "bold" | "italic" | "strike"; readonly inside: readonly Inline[] }
  | { readonly kind: "link"; readonly url: string; readonly label: string }
  | {
      readonly kind: "user" | "channel" | "usergroup" | "broadcast";
      readonly id: string;
      readonly label: string;
    }
  | { readonly kind: "date"; readonly seconds: number; readonly format: string; readonly fallback: string }
  | { readonly kind: "break" };

export type Paragraph =
  | { readonly kind: "lines" | "quote"; readonly inside: readonly Inline[] }
  | { readonly kind: "preformatted"; readonly text: string };

export function parseMrkdwn(text: string): Paragraph[] {
  const pieces = text.split("```");
  // An odd number of fences leaves the last one as plain text.
  const fenced = pieces.length % 2 === 1 ? pieces : [...pieces.slice(0, -2), pieces.slice(-2).join("```")];
  return fenced.flatMap((piece, index) =>
    index % 2 === 1
      ? [preformatted(piece)]
      : paragraphs(trimAround(piece, index > 0, index < fenced.length - 1)),
  );
}

/** The line breaks that belong to a fence beside the piece. */
function trimAround(piece: string, after: boolean, before: boolean): string {
  const start = after ? piece.replace(/^\n/, "") : piece;
  return before ? start.replace(/\n$/, "") : start;
}

function preformatted(piece: string): Paragraph {
  return { kind: "preformatted", text: decodeEntities(piece.replace(/^\n|\n$/g, "")) };
}

function paragraphs(text: string): Paragraph[] {
  if (text === "") return [];
  const found: { kind: "lines" | "quote"; lines: string[] }[] = [];
  for (const line of text.split("\n")) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    const kind = quote === null ? "lines" : "quote";
    const last = found.at(-1);
    const words = quote?.[1] ?? line;
    if (last?.kind === kind) last.lines.push(words);
    else found.push({ kind, lines: [words] });
  }
  return found.map(({ kind, lines }) => ({ kind, inside: parseInline(lines.join("\n")) }));
}

/** A plain_text object: emoji, and nothing else. */
export function parsePlain(text: string): Inline[] {
  return splitBy(decodeEntities(text), EMOJI, (match) => ({ kind: "emoji", text: match[1] ?? "" }));
}

const EMOJI = /:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/g;
const PIECE = /<([^<>\n]+)>|`([^`\n]+)`|:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):|\n/g;
const MARKS: Readonly<Record<string, "bold" | "italic" | "strike">> = {
  "*": "bold",
  _: "italic",
  "~": "strike",
};

function parseInline(text: string): Inline[] {
  const styled = firstStyled(text);
  if (styled === null) return splitBy(text, PIECE, leaf, (plain) => decodeEntities(plain));
  return [
    ...parseInline(text.slice(0, styled.start)),
    { kind: styled.kind, inside: parseInline(text.slice(styled.start + 1, styled.end)) },
    ...parseInline(text.slice(styled.end + 1)),
  ];
}

interface Styled {
  readonly kind: "bold" | "italic" | "strike";
  readonly start: number;
  readonly end: number;
}

/** The first pair of marks that stands at the edges of words, outside tokens and code. */
function firstStyled(text: string): Styled | null {
  const covered = [...text.matchAll(PIECE)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  );
  const isFree = (index: number) => covered.every(([from, to]) => index < from || index >= to);
  for (const match of text.matchAll(/(?<![\p{L}\p{N}])([*_~])(?=\S)/gu)) {
    const mark = match[1] ?? "";
    const kind = MARKS[mark];
    if (kind === undefined || !isFree(match.index)) continue;
    const end = closing(text, mark, match.index + 1, isFree);
    if (end !== -1) return { kind, start: match.index, end };
  }
  return null;
}

function closing(text: string, mark: string, from: number, isFree: (index: number) => boolean): number {
  for (let index = from + 1; index < text.length; index += 1) {
    if (text[index] === "\n") return -1;
    const fits = text[index] === mark && isFree(index) && !/\s/.test(text[index - 1] ?? " ");
    if (fits && !/[\p{L}\p{N}]/u.test(text[index + 1] ?? "")) return index;
  }
  return -1;
}

function leaf([whole, token, code, emoji]: RegExpExecArray): Inline {
  if (token !== undefined) return readToken(token);
  if (code !== undefined) return { kind: "code", text: decodeEntities(code) };
  if (emoji !== undefined) return { kind: "emoji", text: emoji };
  return whole === "\n" ? { kind: "break" } : { kind: "text", text: whole };
}

function readToken(token: string): Inline {
  const [head = "", ...rest] = token.split("|");
  const label = decodeEntities(rest.join("|"));
  if (head.startsWith("@")) return { kind: "user", id: head.slice(1), label };
  if (head.startsWith("#")) return { kind: "channel", id: head.slice(1), label };
  if (head.startsWith("!subteam^")) return { kind: "usergroup", id: head.slice(9), label };
  if (head.startsWith("!date^")) return readDate(head, label);
  if (head.startsWith("!")) return { kind: "broadcast", id: head.slice(1), label };
  const url = decodeEntities(head);
  return { kind: "link", url, label: label || url.replace(/^(?:mailto|tel):/, "") };
}

function readDate(head: string, fallback: string): Inline {
  const [, seconds = "", format = ""] = head.split("^");
  if (!/^\d+$/.test(seconds)) return { kind: "text", text: fallback };
  return { kind: "date", seconds: Number(seconds), format, fallback };
}

function splitBy(
  text: string,
  pattern: RegExp,
  make: (match: RegExpExecArray) => Inline,
  plain: (text: string) => string = (same) => same,
): Inline[] {
  const found: Inline[] = [];
  let end = 0;
  const add = (piece: string) => piece !== "" && found.push({ kind: "text", text: plain(piece) });
  for (const match of text.matchAll(pattern)) {
    add(text.slice(end, match.index));
    found.push(make(match));
    end = match.index + match[0].length;
  }
  add(text.slice(end));
  return found;
}

/** Slack's three entities, once. */
export function decodeEntities(text: string): string {
  return text.replace(/&(lt|gt|amp);/g, (_, name: string) =>
    name === "lt" ? "<" : name === "gt" ? ">" : "&",
  );
}
