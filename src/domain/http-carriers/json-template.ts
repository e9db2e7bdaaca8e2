/** The JSON that a described carrier is sent: read by its structure, so that a text stays a text. */

import { shorten } from "../directory-fields.ts";
import type { JsonTemplate } from "../http-carrier.ts";
import type { Outline, Problem } from "../outline.ts";
import { isUnquoted, type Part, readPart } from "./templates.ts";

/** What a JSON body is made of, and every text in it. */
export interface JsonDraft {
  readonly template: JsonTemplate;
  readonly parts: readonly Part[];
}

export function readJson(node: Outline, key: string, problems: Problem[]): JsonDraft | undefined {
  const found: Part[] = [];
  const template = jsonOf(node, key, { found, problems });
  return template === undefined ? undefined : { template, parts: found };
}

interface Gathering {
  readonly found: Part[];
  readonly problems: Problem[];
}

function jsonOf(node: Outline, name: string, gathering: Gathering): JsonTemplate | undefined {
  if (isUnquoted(node)) return readPart(node, name, "json", gathering.problems);
  switch (node.kind) {
    case "refused":
      return undefined;
    case "list":
      return node.items.flatMap((item) => {
        const inside = jsonOf(item, name, gathering);
        return inside === undefined ? [] : [inside];
      });
    case "map":
      return Object.fromEntries(
        node.entries.flatMap(({ key, line, value }) => {
          if (key.includes("{{"))
            gathering.problems.push({
              line,
              sentence: `\`${shorten(key)}\` holds a placeholder; only values may.`,
            });
          const inside = jsonOf(value, key, gathering);
          return inside === undefined ? [] : [[key, inside]];
        }),
      );
    case "text": {
      const value = readPart(node, name, "json", gathering.problems);
      if (value === undefined) return undefined;
      const plain = node.isQuoted ? undefined : plainValue(value);
      if (plain !== undefined) return plain;
      gathering.found.push({ name, line: node.line, value });
      return value;
    }
  }
}

/** What YAML's readers know as no text where it is not in quotes; undefined for a text. */
function plainValue(text: string): JsonTemplate | undefined {
  if (text === "" || text === "null" || text === "~") return null;
  if (text === "true" || text === "false") return text === "true";
  const isNumber =
    /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) && Number.isSafeInteger(Math.trunc(Number(text)));
  return isNumber ? Number(text) : undefined;
}
