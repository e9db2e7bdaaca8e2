const ENTITY_OR_AMPERSAND = /&(amp;|lt;|gt;)?/g;
const TOKEN =
  /<(?:[@#][A-Z0-9]+(?:\|[^<>\n]*)?|![^<>\n]+|(?:https?:\/\/|mailto:|tel:)[^<>\s|]+(?:\|[^<>\n]*)?)>/g;
const BARE_URL = /https?:\/\/[^\s<>|]*[^\s<>|.,:;!?)'"\]]/g;

function escapeAmpersands(text: string): string {
  return text.replace(ENTITY_OR_AMPERSAND, (found, entity) => (entity === undefined ? "&amp;" : found));
}

function escapeAll(text: string): string {
  return escapeAmpersands(text).replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** Splits text at Slack's own tokens (`<@U1>`, `<!here>`, `<https://..|..>`); odd pieces are tokens. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    pieces.push(text.slice(end, match.index), match[0]);
    end = match.index + match[0].length;
  }
  pieces.push(text.slice(end));
  return pieces;
}

/**
 * Text as Slack stores it: `& < >` outside tokens as entities (entities already there stay), bare addresses in
 * angle brackets when `link` is set.
 */
export function storedText(text: string, link: boolean): string {
  if (!/[&<>]/.test(text) && !(link && text.includes("://"))) return text;
  return piecesOf(text)
    .map((piece, index) => {
      if (index % 2 === 1) return escapeAmpersands(piece);
      const escaped = escapeAll(piece);
      return link ? escaped.replace(BARE_URL, (url) => `<${url}>`) : escaped;
    })
    .join("");
}

/** Text typed by a person, where every `&` is meant as such. */
export function typedText(text: string): string {
  const escaped = piecesOf(text)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replaceAll("&", "&amp;")))
    .join("");
  return storedText(escaped, true);
}

/** What a token is called in plain words: `@ana`, `#front-desk`; others are written as they were typed. */
type NameOf = (token: string) => string | null;

/**
 * Typed text as the app gets it of a command without `should_escape`: names in place of people and channels, addresses as
 * typed. The three entities are there as in any text of Slack's, of which its reference says nothing here.
 */
export function commandText(text: string, nameOf: NameOf): string {
  const plain = piecesOf(text).map((piece, index) => (index % 2 === 1 ? (nameOf(piece) ?? piece) : piece));
  return escapeAll(plain.join("").replaceAll("&", "&amp;"));
}

/** The three entities as characters again. */
export function decoded(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Stored text as characters, an address without its brackets: how code shows it. */
export function literal(text: string): string {
  return decoded(text.replace(/<((?:https?:\/\/|mailto:|tel:)[^|>]*)(?:\|[^>]*)?>/g, "$1"));
}
