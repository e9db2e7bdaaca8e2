/**
 * A YAML file as a tree of texts, each with its line. Values are not interpreted: `+15550100001`, `0101` and `no`
 * stay what was typed, so that a mistake can be shown as typed. Aliases are refused rather than followed.
 */

import {
  CST,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";

export interface Problem {
  /** From 1. */
  readonly line: number;
  /** What is wrong and what to write instead. */
  readonly sentence: string;
}

export type Outline = TextNode | ListNode | MapNode | RefusedNode;

/** What was already reported: no more is to be said about it. */
export interface RefusedNode {
  readonly kind: "refused";
  readonly line: number;
}

export interface TextNode {
  readonly kind: "text";
  readonly line: number;
  readonly text: string;
  /** It stands in quotes, so that it is meant as a text even where it looks like a number; absent: it does not. */
  readonly isQuoted?: true;
}

export interface ListNode {
  readonly kind: "list";
  readonly line: number;
  readonly items: readonly Outline[];
}

export interface MapNode {
  readonly kind: "map";
  readonly line: number;
  readonly entries: readonly MapEntry[];
}

export interface MapEntry {
  readonly key: string;
  readonly line: number;
  readonly value: Outline;
}

const LARGEST_FILE = 1_000_000;
const DEEPEST_NESTING = 40;
/** Before each text. */
const { SCALAR } = CST;
const DEEP_START = /^(?:\s{200}|\s*(?:[-?:]\s+){16})|(?:^|\s)(?:[!&]\S*\s+){16}/;

/** Never throws. @param largest in bytes. With problems, `root` is what could be read of the rest, null where going on would only confuse. */
export function readOutline(
  text: string,
  largest = LARGEST_FILE,
): { root: Outline | null; problems: Problem[] } {
  if (Buffer.byteLength(text) > largest)
    return refuse(1, `The file is larger than ${Math.floor(largest / 1_000_000)} MB; keep it below.`);
  const lines = new LineCounter();
  const deep = tooDeepLine(text);
  if (deep !== null) return refuse(deep, "Lists and maps are nested too deeply here.");
  const document = parseDocument(text, {
    schema: "failsafe",
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "error",
    uniqueKeys: false,
  });
  const problems = firstOfEachLine(document.errors.map((error) => describe(error, lines)));
  if (document.errors.length > 0) return { root: null, problems };
  const walk: Walk = { lineAt: (offset) => lines.linePos(offset).line, problems };
  const root = document.contents === null ? null : outlineOf(document.contents, 1, walk);
  return { root, problems };
}

interface Walk {
  readonly lineAt: (offset: number) => number;
  readonly problems: Problem[];
}

function refuse(line: number, sentence: string): { root: null; problems: Problem[] } {
  return { root: null, problems: [{ line, sentence }] };
}

/**
 * The parser recurses, and takes the process down where brackets, dashes or indentation open without end. So those
 * are counted before it looks; the lexer, which does not recurse over brackets, knows those that are text.
 */
function tooDeepLine(text: string): number | null {
  const index = text.split("\n").findIndex((row) => DEEP_START.test(row));
  if (index !== -1) return index + 1;
  let [open, line, isText] = [0, 1, false];
  for (const token of new Lexer().lex(text)) {
    if (isText) isText = false;
    else if (token === SCALAR) isText = true;
    else if (token === "[" || token === "{") open++;
    else if (token === "]" || token === "}") open = Math.max(0, open - 1);
    if (open > DEEPEST_NESTING) return line;
    line += token.split("\n").length - 1;
  }
  return null;
}

function outlineOf(node: unknown, above: number, walk: Walk): Outline {
  if (!isNode(node)) return { kind: "text", line: above, text: "" };
  const line = lineOf(node, above, walk);
  const refusal = refusalOf(node);
  if (refusal !== null) {
    walk.problems.push({ line, sentence: refusal });
    return { kind: "refused", line };
  }
  if (isSeq(node)) return { kind: "list", line, items: itemsOf(node, line, walk) };
  if (isMap(node)) return { kind: "map", line, entries: entriesOf(node, line, walk) };
  if (!isScalar(node)) return { kind: "text", line, text: "" };
  const isQuoted = node.type !== undefined && node.type !== "PLAIN";
  return { kind: "text", line, text: String(node.value ?? ""), ...(isQuoted && { isQuoted }) };
}

function refusalOf(node: Node): string | null {
  if (isAlias(node)) return `\`*${node.source}\` is an alias; write the value out instead.`;
  if (node.tag === undefined || PLAIN_TAGS.has(node.tag)) return null;
  return `Tags (\`${node.tag}\`) mean nothing here; remove it, or quote a text that begins with \`!\`.`;
}

const PLAIN_TAGS: ReadonlySet<string> = new Set(
  ["str", "map", "seq"].map((name) => `tag:yaml.org,2002:${name}`),
);

function itemsOf(node: YAMLSeq, line: number, walk: Walk): Outline[] {
  return node.items.map((item) => outlineOf(item, line, walk));
}

function entriesOf(node: YAMLMap, line: number, walk: Walk): MapEntry[] {
  const seen = new Set<string>();
  return node.items.flatMap((pair) => {
    const name = outlineOf(pair.key, line, walk);
    const key = name.kind === "text" ? name.text : "?";
    const entry = { key, line: name.line, value: outlineOf(pair.value, name.line, walk) };
    if (!seen.has(key)) {
      seen.add(key);
      return [entry];
    }
    walk.problems.push({ line: name.line, sentence: `\`${key}\` stands twice here; keep one of the two.` });
    return [];
  });
}

/** A node's own line; the line of what holds it where the parser gave it no place (an absent value). */
function lineOf(node: Node, otherwise: number, walk: Walk): number {
  return node.range ? walk.lineAt(node.range[0]) : otherwise;
}

/** One slip makes the parser stumble several times. */
function firstOfEachLine(problems: readonly Problem[]): Problem[] {
  const told = new Set<number>();
  return problems.filter(({ line }) => !told.has(line) && told.add(line));
}

function describe(error: YAMLError, lines: LineCounter): Problem {
  const line = Math.max(1, lines.linePos(error.pos[0]).line);
  return { line, sentence: sentenceOf(error) };
}

/** The parser's own words help nobody who does not know YAML's grammar. */
function sentenceOf({ code, message }: YAMLError): string {
  const unclosed = /must be .* end with a ([\]}])/.exec(message)?.[1];
  if (unclosed !== undefined)
    return `What opens on a line before is not closed; add \`${unclosed}\` at its end.`;
  if (/closing .quote/.test(message)) return "A quote that opens here or before is not closed; close it.";
  return (
    sentences[code] ??
    "This is not valid YAML; compare the line with its neighbours, and with directory.example.yml."
  );
}

const sentences: Readonly<Partial<Record<YAMLError["code"], string>>> = {
  MULTIPLE_DOCS: "The file holds several documents; remove the `---` between them.",
  TAB_AS_INDENT: "A tab is used for indentation; use spaces.",
  BAD_INDENT: "The indentation does not fit the lines above; line it up with its neighbours.",
  MISSING_CHAR: "The indentation or a sign does not fit the lines above; line it up with its neighbours.",
  MULTILINE_IMPLICIT_KEY:
    "A colon and a space belong between a name and its value, such as `name: Front desk`.",
  BLOCK_AS_IMPLICIT_KEY: "There is a second `: ` on this line; quote a text that holds one.",
  BLOCK_IN_FLOW: "A comma is missing here, or a `}` or `]`.",
  UNEXPECTED_TOKEN: "A comma, bracket, dash or quote is missing here, or one too many.",
  BAD_SCALAR_START: "A text can't begin with this sign; put the text in quotes.",
  BAD_DQ_ESCAPE: "A backslash means something else in double quotes; use single quotes.",
};
