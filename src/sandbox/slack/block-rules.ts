import { checkContextElement, checkElement, checkImage } from "./element-rules.ts";
import { elementsIn } from "./element-state.ts";
import { LIMITS } from "./limits.ts";
import {
  checkList,
  checkString,
  checkText,
  checkTextObject,
  checkUnique,
  type Findings,
  noFindings,
  report,
} from "./rule-book.ts";
import { isWire, listOf, type Wire } from "./wire.ts";

export type Surface = "message" | "modal" | "home";

type BlockRule = (findings: Findings, block: Wire, at: string) => void;

const TEXTS = ["plain_text", "mrkdwn"];
const RICH = new Set(["rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"]);

function checkSection(findings: Findings, block: Wire, at: string): void {
  if (block.text === undefined && block.fields === undefined)
    report(findings, at, "missing required field: text");
  checkText(findings, block, "text", at, { max: LIMITS.sectionText, types: TEXTS });
  if (block.fields !== undefined) {
    checkList(findings, block, "fields", at, { min: 1, max: LIMITS.sectionFields }, (field, pointer) =>
      checkTextObject(findings, field, pointer, LIMITS.fieldText, TEXTS),
    );
  }
  if (block.accessory === undefined) return;
  if (isWire(block.accessory) && block.accessory.type === "image") {
    checkImage(findings, block.accessory, `${at}/accessory`);
  } else checkElement(findings, block.accessory, `${at}/accessory`, "section");
}

function checkActions(findings: Findings, block: Wire, at: string): void {
  checkList(findings, block, "elements", at, { min: 1, max: LIMITS.actionElements }, (element, pointer) =>
    checkElement(findings, element, pointer, "actions"),
  );
  const ids = listOf(block.elements).map((element) => element.action_id);
  checkUnique(findings, ids, `${at}/elements`, "action_id");
}

function checkInput(findings: Findings, block: Wire, at: string): void {
  checkText(findings, block, "label", at, { max: LIMITS.inputLabel, required: true });
  checkText(findings, block, "hint", at, { max: LIMITS.inputLabel });
  checkElement(findings, block.element, `${at}/element`, "input");
}

function richLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + richLength(item), 0);
  if (!isWire(value)) return 0;
  const own = typeof value.text === "string" ? value.text.length : 0;
  return own + richLength(value.elements);
}

function checkRichText(findings: Findings, block: Wire, at: string): void {
  checkList(
    findings,
    block,
    "elements",
    at,
    { min: 0, max: Number.POSITIVE_INFINITY },
    (element, pointer) => {
      const known = isWire(element) && RICH.has(String(element.type));
      if (!known) report(findings, pointer, "unsupported rich text element");
    },
  );
  findings.characters += richLength(block);
}

function checkTable(findings: Findings, block: Wire, at: string): void {
  checkList(findings, block, "rows", at, { min: 1, max: LIMITS.tableRows }, (row, pointer) => {
    if (Array.isArray(row) && row.length > LIMITS.tableCells) report(findings, pointer, "too many cells");
  });
}

const RULES: Record<string, BlockRule> = {
  section: checkSection,
  actions: checkActions,
  input: checkInput,
  rich_text: checkRichText,
  table: checkTable,
  divider: () => {},
  header: (findings, block, at) =>
    checkText(findings, block, "text", at, { max: LIMITS.headerText, required: true }),
  context: (findings, block, at) =>
    checkList(findings, block, "elements", at, { min: 1, max: LIMITS.contextElements }, (element, pointer) =>
      checkContextElement(findings, element, pointer),
    ),
  image: (findings, block, at) => {
    checkImage(findings, block, at);
    checkText(findings, block, "title", at, { max: LIMITS.altText });
  },
  markdown: (findings, block, at) => {
    checkString(findings, block, "text", at, LIMITS.markdownText, true);
    findings.characters += String(block.text ?? "").length;
  },
};
/** Newer kinds that are taken as they are: this stand-in knows their names only. */
const UNCHECKED = [
  "alert",
  "card",
  "carousel",
  "container",
  "context_actions",
  "data_table",
  "file",
  "plan",
  "task_card",
  "video",
];
for (const type of UNCHECKED) RULES[type] = () => {};

/** Kinds that a surface lacks. */
const ABSENT: Record<Surface, Set<string>> = {
  message: new Set(["alert"]),
  modal: new Set(["file", "table", "card", "carousel", "plan", "task_card"]),
  home: new Set(["alert", "file", "table"]),
};

function checkBlock(findings: Findings, block: unknown, at: string, surface: Surface): void {
  const type = isWire(block) ? String(block.type) : "";
  const rule = RULES[type];
  if (!isWire(block) || rule === undefined || ABSENT[surface].has(type)) {
    report(findings, at, `unsupported type: ${type === "" ? "none" : type}`);
    return;
  }
  checkString(findings, block, "block_id", at, LIMITS.id);
  rule(findings, block, at);
}

/** Everything that Slack would say about these blocks. `at` is where they stand: `/blocks` or `/view/blocks`. */
export function checkBlocks(blocks: unknown, surface: Surface, at: string): Findings {
  const findings = noFindings();
  if (!Array.isArray(blocks)) {
    report(findings, at, "must be an array");
    return findings;
  }
  const max = surface === "message" ? LIMITS.messageBlocks : LIMITS.viewBlocks;
  if (blocks.length > max) report(findings, at, `no more than ${max} items allowed`);
  for (const [index, block] of blocks.entries()) checkBlock(findings, block, `${at}/${index}`, surface);
  const ids = listOf(blocks).map((block) => block.block_id);
  checkUnique(findings, ids, at, "block_id");
  return findings;
}

/** One element at most has the focus when a view opens. */
function checkFocus(findings: Findings, blocks: Wire[]): void {
  const wanting = elementsIn(blocks).filter(({ element }) => element.focus_on_load === true);
  if (wanting.length > 1) report(findings, "/view/blocks", "focus_on_load can be set only once");
}

/** Everything that Slack would say about a view. */
export function checkView(view: Wire): Findings {
  const isHome = view.type === "home";
  const findings = checkBlocks(view.blocks, isHome ? "home" : "modal", "/view/blocks");
  if (!isHome && view.type !== "modal") report(findings, "/view/type", "must be one of: modal, home");
  checkFocus(findings, listOf(view.blocks));
  checkString(findings, view, "callback_id", "/view", LIMITS.id);
  checkString(findings, view, "external_id", "/view", LIMITS.id);
  checkString(findings, view, "private_metadata", "/view", LIMITS.privateMetadata);
  if (isHome) return findings;
  checkText(findings, view, "title", "/view", { max: LIMITS.viewTitle, required: true });
  checkText(findings, view, "submit", "/view", { max: LIMITS.viewTitle });
  checkText(findings, view, "close", "/view", { max: LIMITS.viewTitle });
  const hasInput = listOf(view.blocks).some((block) => block.type === "input");
  if (hasInput && view.submit === undefined) report(findings, "/view", "missing required field: submit");
  return findings;
}
