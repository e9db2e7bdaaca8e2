/** Where code goes through a door, or around it. Pure, so that the rules themselves can be tested. */
import { placeOf, type SourceFile } from "./import-rules.ts";
import { codeLines } from "./repository.ts";

export interface Place {
  readonly path: string;
  /** The call with what follows it. */
  readonly call: string;
}

/** `.name`, `?.name` or `["name"]`, also on a line of its own. */
const member = (name: string): string => `\\s*(?:\\?\\.|\\.|\\[")${name}(?:"\\])?(?!\\w)`;
/** `const { name } = from`, with whatever else is taken. */
const taken = (names: string, from: string): string =>
  `\\{(?:[^{}]*[\\s,{])?(?<!\\.\\.\\.)\\b(?:${names})\\b[^{}]*\\}\\s*=\\s*(?:await\\s+)?${from}`;

const rules = {
  "inserts a message": [
    `\\bmessages(?:"\\])?${member("insert")}`,
    taken("insert", "[\\w.]*\\bmessages\\b(?!\\.)"),
  ],
  "sends by a carrier": [
    `\\bcarriers?(?:\\(\\))?(?:${member("get")}\\([^)]*\\))?${member("send")}\\s*\\(`,
    taken("send", "[\\w.]*\\bcarriers?\\b"),
  ],
  "writes the table of messages": ["\\binsert\\((?:schema\\.)?messages\\)"],
  "reaches behind the bridge": [
    `\\b(?:bridge|woken|ctx|context)(?:\\(\\))?${member("(?:store|desk|history|carriers)")}`,
    taken("store|desk|history|carriers", "(?:bridge|woken|ctx|context)\\b"),
  ],
} as const;

export type Rule = keyof typeof rules;

/** They get the bridge's verbs handed over, and reach nothing behind them. */
const outside = ["slack", "http", "jobs"];

export function placesOf(rule: Rule, files: readonly SourceFile[]): Place[] {
  const patterns = rules[rule].map((pattern) => new RegExp(pattern, "g"));
  return files
    .filter(({ path }) => rule !== "reaches behind the bridge" || outside.includes(placeOf(path)))
    .flatMap(({ path, text }) => {
      const code = codeLines(text)
        .map(({ code: row }) => row)
        .join("\n");
      return patterns.flatMap((pattern) =>
        [...code.matchAll(pattern)].map(({ index }) => ({ path, call: code.slice(index, index + 400) })),
      );
    });
}
