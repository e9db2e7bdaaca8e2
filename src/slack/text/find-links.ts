/** Finds the addresses in a text from outside that may be clickable: http and https, shown in full, nothing else. */
import { parseUrl } from "../../lib/parse-url.ts";

export interface FoundLink {
  readonly start: number;
  readonly end: number;
  /** Where it leads: the very characters of the text if they are ASCII, else what browsers make of them. */
  readonly url: string;
}

/**
 * An address ends at blank space, at an invisible character, at what no address contains, and at the full-width
 * punctuation that follows it without a space in Chinese and Japanese.
 */
const ADDRESS =
  /(?<![A-Za-z0-9+.-])https?:\/\/[^\s\p{C}<>"`{}|\\^、。，；：！？（）「」『』【】《》“”‘’«»]+/giu;
const TRAILING = new Set(".,;:!?'…*~");

/** Longer ones are text: nobody types them, and Slack refuses long addresses. */
const LONGEST = 2000;

/** In order, not overlapping. */
export function findLinks(text: string): FoundLink[] {
  return [...text.matchAll(ADDRESS)].flatMap((match) => {
    const typed = trimEnd(match[0]);
    const url = target(typed);
    return url === null ? [] : [{ start: match.index, end: match.index + typed.length, url }];
  });
}

/** Without punctuation that belongs to the sentence, and without a bracket that was opened before the address. */
function trimEnd(address: string): string {
  let unopened = { ")": surplus(address, "(", ")"), "]": surplus(address, "[", "]") };
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address.charAt(end - 1);
    if (last === ")" || last === "]") {
      if (unopened[last] <= 0) break;
      unopened = { ...unopened, [last]: unopened[last] - 1 };
    } else if (!TRAILING.has(last)) break;
  }
  return address.slice(0, end);
}

function surplus(text: string, opening: string, closing: string): number {
  return text.split(closing).length - text.split(opening).length;
}

/** As it was typed: letters of other alphabets look like those of a bank's name. */
const FOREIGN_HOST = /^[^:]*:\/\/[^/?#]*[^/?#\u0021-\u007e]/;

/**
 * `null` for what is no address of a host, for one with a name before the host (`https://bank.com@evil.example`), and for a host that
 * is not written in ASCII: it stays text.
 */
function target(typed: string): string | null {
  if (FOREIGN_HOST.test(typed)) return null;
  const parsed = parseUrl(typed);
  if (parsed === null) return null;
  const { href, hostname, username, password } = parsed;
  const hasHost = /[^.]\.[^.]/.test(hostname);
  if (!hasHost || username !== "" || password !== "") return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII.
  const url = /^[\u0000-\u007f]*$/.test(typed) ? typed : href;
  return url.length > LONGEST ? null : url;
}
