import { decoded, literal } from "./entities.ts";
import type { Wire } from "./wire.ts";

/** Says an emoji's code points in hex (`1f44d`, `1f44d-1f3fd`), or null when there is no such standard emoji. */
export type EmojiLookup = (name: string, skinTone: number | null) => string | null;

/** What the parser must know of the workspace. */
export interface InlineContext {
  unicodeOf: EmojiLookup;
  isCustom: (name: string) => boolean;
}

type Style = Record<string, true>;

const CODE = "`([^`\\n]+)`";
const TOKEN = "<([^<>\\n]+)>";
const EMOJI = ":([a-z0-9_+'-]+):(?::skin-tone-([2-6]):)?";
const styled = (mark: string) =>
  `(?<![\\w${mark}\\\\])[${mark}](?=\\S)([^${mark}\\n]*[^${mark}\\s])[${mark}](?![\\w${mark}])`;
const INLINE = new RegExp([CODE, TOKEN, EMOJI, styled("*"), styled("_"), styled("~")].join("|"), "g");

function withStyle(element: Wire, style: Style): Wire {
  return Object.keys(style).length === 0 ? element : { ...element, style: { ...style } };
}

function textElement(text: string, style: Style): Wire[] {
  return text === "" ? [] : [withStyle({ type: "text", text: decoded(text) }, style)];
}

function dateElement(body: string, fallback: string): Wire {
  const [, timestamp = "0", format = ""] = body.split("^");
  return { type: "date", timestamp: Number(timestamp), format: decoded(format), fallback: decoded(fallback) };
}

function bangElement(body: string, label: string): Wire {
  if (body.startsWith("subteam^")) return { type: "usergroup", usergroup_id: body.slice("subteam^".length) };
  if (body.startsWith("date^")) return dateElement(body, label);
  return { type: "broadcast", range: body };
}

/** `<...>` without its brackets, as an element. */
function tokenElement(token: string): Wire {
  const bar = token.indexOf("|");
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? "" : token.slice(bar + 1);
  if (target.startsWith("@")) return { type: "user", user_id: target.slice(1) };
  if (target.startsWith("#")) return { type: "channel", channel_id: target.slice(1) };
  if (target.startsWith("!")) return bangElement(target.slice(1), label);
  const link: Wire = { type: "link", url: decoded(target) };
  return label === "" ? link : { ...link, text: decoded(label) };
}

function emojiElement(name: string, tone: string | undefined, context: InlineContext): Wire | null {
  const skinTone = tone === undefined ? null : Number(tone);
  const unicode = context.unicodeOf(name, skinTone);
  if (unicode === null && !context.isCustom(name)) return null;
  return {
    type: "emoji",
    name,
    ...(unicode === null ? {} : { unicode }),
    ...(skinTone === null ? {} : { skin_tone: skinTone }),
  };
}

function elementsOf(match: RegExpMatchArray, style: Style, context: InlineContext): Wire[] {
  const [whole, code, token, emoji, tone, bold, italic, strike] = match;
  if (code !== undefined) return [withStyle({ type: "text", text: literal(code) }, { ...style, code: true })];
  if (token !== undefined) return [withStyle(tokenElement(token), style)];
  if (emoji !== undefined) {
    const element = emojiElement(emoji, tone, context);
    return element === null ? textElement(whole, style) : [withStyle(element, style)];
  }
  if (bold !== undefined) return inlineElements(bold, context, { ...style, bold: true });
  if (italic !== undefined) return inlineElements(italic, context, { ...style, italic: true });
  return inlineElements(strike ?? "", context, { ...style, strike: true });
}

/** Joins neighbouring texts of one style, which the pieces of an emoji that isn't one leave behind. */
function joined(elements: Wire[]): Wire[] {
  const result: Wire[] = [];
  for (const element of elements) {
    const last = result.at(-1);
    const same = last?.type === "text" && element.type === "text";
    if (same && JSON.stringify(last.style) === JSON.stringify(element.style)) {
      result[result.length - 1] = { ...last, text: `${last.text}${element.text}` };
    } else result.push(element);
  }
  return result;
}

/** Stored text (entities, tokens, `*marks*`) as the elements of a rich text section. */
export function inlineElements(text: string, context: InlineContext, style: Style = {}): Wire[] {
  const elements: Wire[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    elements.push(...textElement(text.slice(end, match.index), style), ...elementsOf(match, style, context));
    end = match.index + match[0].length;
  }
  elements.push(...textElement(text.slice(end), style));
  return joined(elements);
}
