/** What a template is called by where it is typed: `!opening-hours`. */
import { shorten } from "./directory-fields.ts";
import { normalizeText, withoutMisleading } from "./plain-text.ts";

/** Words behind `/sms-template` that mean something else. */
const reserved: ReadonlySet<string> = new Set(["help", "manage"]);

const longest = 32;

/** `problem` says what to write instead. */
export function readKey(typed: string): { readonly key: string } | { readonly problem: string } {
  const key = typed.trim().toLowerCase().replace(/^!/, "");
  if (reserved.has(key))
    return {
      problem: `The key ${key} means something else here. Choose another, such as ${proposeKey(key, reserved)}.`,
    };
  if (/^[a-z0-9-]{2,32}$/.test(key)) return { key };
  return {
    problem: `“${shown(typed)}” can't be a key. Write 2 to 32 letters from a to z, digits or hyphens, such as ${proposeKey(key, reserved)}.`,
  };
}

/** Of a name: `Opening hours` -> `opening-hours`, the first that is free. */
export function proposeKey(name: string, taken: ReadonlySet<string>): string {
  const plain = plainWord(name);
  const word = plain === "" ? "template" : plain.length === 1 ? `template-${plain}` : plain;
  const isFree = (key: string) => !taken.has(key) && !reserved.has(key);
  for (let number = 1; ; number += 1) {
    const end = number === 1 ? "" : `-${number}`;
    const key = `${shortenedTo(word, longest - end.length)}${end}`;
    if (isFree(key)) return key;
  }
}

/** What was typed, wherever it is repeated. */
function shown(typed: string): string {
  return shorten(withoutMisleading(normalizeText(typed)));
}

function plainWord(name: string): string {
  const folded = name
    .normalize("NFKD")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}'’]/gu, "")
    .replace(/[^ -~]/gu, (letter) => inLatin[letter] ?? " ");
  return shortenedTo(folded.replace(/[^a-z0-9]+/g, "-").replace(/^-/, ""), longest);
}

function shortenedTo(word: string, length: number): string {
  return word.slice(0, length).replace(/-+$/, "");
}

/** Letters that are no accented form of one of ours: how they are written where only those can be. */
const inLatin: Readonly<Record<string, string>> = {
  ...{ ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ı: "i", ŋ: "n" },
  ...{ а: "a", б: "b", в: "v", г: "g", ґ: "g", д: "d", е: "e", є: "ye", ж: "zh", з: "z", и: "i", і: "i" },
  ...{ к: "k", л: "l", м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "kh" },
  ...{ ц: "ts", ч: "ch", ш: "sh", щ: "shch", ъ: "", ы: "y", ь: "", э: "e", ю: "yu", я: "ya", ј: "j" },
  ...{ α: "a", β: "v", γ: "g", δ: "d", ε: "e", ζ: "z", η: "i", θ: "th", ι: "i", κ: "k", λ: "l", μ: "m" },
  ...{ ν: "n", ξ: "x", ο: "o", π: "p", ρ: "r", σ: "s", ς: "s", τ: "t", υ: "y", φ: "f", χ: "ch", ψ: "ps" },
  ω: "o",
};
