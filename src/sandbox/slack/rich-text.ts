import { literal } from "./entities.ts";
import { type InlineContext, inlineElements } from "./rich-text-inline.ts";
import type { Wire } from "./wire.ts";

type Kind = "text" | "quote" | "bullet" | "ordered" | "code";

interface Run {
  kind: Kind;
  lines: string[];
}

const BULLET = /^(?:[-•*])\s+/;
const ORDERED = /^\d+[.)]\s+/;
const QUOTE = /^&gt;\s?/;

function kindOf(line: string, lists: boolean): Kind {
  if (QUOTE.test(line)) return "quote";
  if (lists && BULLET.test(line)) return "bullet";
  if (lists && ORDERED.test(line)) return "ordered";
  return "text";
}

function addLine(runs: Run[], kind: Kind, line: string): void {
  const last = runs.at(-1);
  if (last?.kind === kind && kind !== "code") last.lines.push(line);
  else runs.push({ kind, lines: [line] });
}

/** Groups neighbouring lines of one kind; what stands between triple backticks is one run of its own. */
function runsOf(text: string, lists: boolean): Run[] {
  const runs: Run[] = [];
  const parts = text.split("```");
  for (const [index, part] of parts.entries()) {
    const fenced = index % 2 === 1 && index < parts.length - 1;
    if (fenced) addLine(runs, "code", part.replace(/^\n|\n$/g, ""));
    else if (part !== "" || parts.length === 1) {
      const trimmed = index > 0 ? part.replace(/^\n/, "") : part;
      if (trimmed === "" && parts.length > 1) continue;
      for (const line of trimmed.split("\n")) addLine(runs, kindOf(line, lists), line);
    }
  }
  return runs;
}

function section(text: string, context: InlineContext): Wire {
  return { type: "rich_text_section", elements: inlineElements(text, context) };
}

function list(run: Run, marker: RegExp, context: InlineContext): Wire {
  const elements = run.lines.map((line) => section(line.replace(marker, ""), context));
  return { type: "rich_text_list", style: run.kind, indent: 0, border: 0, elements };
}

function elementOf(run: Run, isLast: boolean, context: InlineContext): Wire {
  const text = run.lines.join("\n");
  switch (run.kind) {
    case "code":
      return { type: "rich_text_preformatted", border: 0, elements: [{ type: "text", text: literal(text) }] };
    case "quote": {
      const quoted = run.lines.map((line) => line.replace(QUOTE, "")).join("\n");
      return { type: "rich_text_quote", elements: inlineElements(quoted, context) };
    }
    case "bullet":
      return list(run, BULLET, context);
    case "ordered":
      return list(run, ORDERED, context);
    default:
      // Slack leaves the line break before a list or quote at the end of the text.
      return section(isLast || text.endsWith("\n") ? text : `${text}\n`, context);
  }
}

/** Stored text as Slack's composer sends it: one rich_text block. `lists`: lines like `- a` are list items. */
export function richTextBlock(text: string, blockId: string, context: InlineContext, lists: boolean): Wire {
  const runs = runsOf(text, lists);
  const elements = runs.map((run, index) => elementOf(run, index === runs.length - 1, context));
  return { type: "rich_text", block_id: blockId, elements };
}

/** The message's `text` for what was typed as a list: Slack writes `• ` before each item. */
export function withBullets(text: string): string {
  return text.includes("```") ? text : text.replace(/^[-*]\s+/gm, "• ");
}
