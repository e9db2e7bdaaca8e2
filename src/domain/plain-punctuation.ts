/**
 * Typographic signs and the plain ones that say the same: keyboards and Slack put them by themselves, and a single one makes every
 * segment of a text less than half as long.
 */
import { isNote } from "./inside.ts";

/** The plain sign, what the others are called, and the others. */
const signs: readonly (readonly [plain: string, name: string, typographic: string])[] = [
  ['"', "curly quote", "“”„‟«»❝❞〝〞＂"],
  ['"', "double prime", "″ʺ˝"],
  ["'", "curly apostrophe", "‘’‚‛ʼʻʽ＇❛❜"],
  ["'", "accent on its own", "`´ˋˊ"],
  ["'", "prime", "′ʹ"],
  ["<", "angle quote", "‹"],
  [">", "angle quote", "›"],
  ["-", "long dash", "‒–—―⸺⸻﹘"],
  ["-", "hyphen of its own kind", "‐‑⁃﹣－"],
  ["-", "minus sign", "−"],
  ["...", "ellipsis sign", "…"],
  ["..", "two-dot sign", "‥"],
  ["-", "bullet", "•‣◦▪"],
  ["/", "fraction bar", "⁄∕"],
  [
    " ",
    "space of its own kind",
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
  ],
  [" ", "tab", "\t"],
  ["", "invisible character", "\u00ad\u200b\u2060\ufeff"],
];

const plainOf = new Map(
  signs.flatMap(([plain, name, typographic]) =>
    [...typographic].map((sign) => [sign, { plain, name }] as const),
  ),
);

/** What says by its first sign that it stays with the team is left as it is: one hyphen would say nothing of the kind. */
export function plainPunctuation(text: string): string {
  const plain = [...text].map((sign) => plainOf.get(sign)?.plain ?? sign).join("");
  return isNote(text) && !isNote(plain) ? text : plain;
}

/** What a typographic sign is called, for who can't see which one is meant. Null for all else. */
export function signName(sign: string): string | null {
  return plainOf.get(sign)?.name ?? null;
}
