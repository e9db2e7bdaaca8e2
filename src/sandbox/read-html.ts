/** HTML as a careful CRM reads it: harmless tags and links alone, nothing that runs, nothing that is loaded. Pure. */

export type HtmlNode =
  | string
  | { readonly tag: string; readonly href: string | null; readonly children: readonly HtmlNode[] };

const BLOCKS = ["p", "div", "ul", "ol", "li", "blockquote", "pre", "table", "tbody", "tr", "td", "th"];
const KEPT = new Set([
  ...BLOCKS,
  "b",
  "strong",
  "i",
  "em",
  "u",
  "s",
  "code",
  "a",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
]);
const EMPTY = new Set(["br", "hr"]);
/** Of these not even what is in them stays. */
const DROPPED = /^(script|style|template|noscript|iframe|object|svg|math|title|textarea|head)$/;
const TOKEN = /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/g;

interface Open {
  readonly tag: string;
  readonly href: string | null;
  readonly children: HtmlNode[];
}

export function readHtml(source: string): readonly HtmlNode[] {
  const root: Open = { tag: "", href: null, children: [] };
  const stack: Open[] = [root];
  const top = () => stack.at(-1) ?? root;
  const write = (text: string) => {
    if (text !== "") top().children.push(decoded(text));
  };
  let read = 0;
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(source); found !== null; found = TOKEN.exec(source)) {
    write(source.slice(read, found.index));
    read = TOKEN.lastIndex;
    const tag = (found[2] ?? "").toLowerCase();
    if (found[1] === "/") close(stack, tag);
    else if (DROPPED.test(tag)) {
      read = endOf(source, tag, read);
      TOKEN.lastIndex = read;
    } else if (EMPTY.has(tag)) top().children.push({ tag, href: null, children: [] });
    else if (KEPT.has(tag)) {
      const opened: Open = { tag, href: tag === "a" ? hrefIn(found[3] ?? "") : null, children: [] };
      top().children.push(opened);
      stack.push(opened);
    }
  }
  write(source.slice(read));
  return root.children;
}

/** What was opened inside of it is closed with it; what was never opened is nothing. */
function close(stack: Open[], tag: string): void {
  const index = stack.findLastIndex((open) => open.tag === tag);
  if (index > 0) stack.length = index;
}

function endOf(source: string, tag: string, from: number): number {
  const end = new RegExp(`</${tag}[^>]*>`, "gi");
  end.lastIndex = from;
  return end.exec(source) === null ? source.length : end.lastIndex;
}

function hrefIn(attributes: string): string | null {
  const [, double, single, bare] = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(attributes) ?? [];
  const href = decoded(double ?? single ?? bare ?? "").trim();
  return /^https?:\/\//i.test(href) ? href : null;
}

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
  });
}
