import { storedText } from "./entities.ts";
import { isWire, type Wire } from "./wire.ts";
import type { World } from "./workspace.ts";

const INTERACTIVE = new Set([
  "button",
  "checkboxes",
  "datepicker",
  "datetimepicker",
  "email_text_input",
  "external_select",
  "number_input",
  "overflow",
  "plain_text_input",
  "radio_buttons",
  "rich_text_input",
  "timepicker",
  "url_text_input",
  "workflow_button",
]);

function isInteractive(type: string): boolean {
  return INTERACTIVE.has(type) || type.endsWith("_select") || type.startsWith("multi_");
}

function completed(world: World, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => completed(world, item));
  if (!isWire(value)) return value;
  const copy: Wire = {};
  for (const [key, item] of Object.entries(value)) copy[key] = completed(world, item);
  const type = String(value.type ?? "");
  if (type === "mrkdwn")
    return { ...copy, text: storedText(String(value.text), false), verbatim: value.verbatim ?? false };
  if (type === "plain_text") return { ...copy, emoji: value.emoji ?? true };
  if (isInteractive(type) && value.action_id === undefined) copy.action_id = world.mint.hex(5);
  if (type === "input") return { optional: false, dispatch_action: false, ...copy };
  return copy;
}

/** Blocks as Slack stores and returns them: ids and defaults filled in, mrkdwn escaped. Leaves its input alone. */
export function storedBlocks(world: World, blocks: Wire[]): Wire[] {
  return blocks.map((block) => {
    if (block.type === "rich_text") return { block_id: world.mint.hex(5), ...block };
    return { block_id: world.mint.hex(5), ...(completed(world, block) as Wire) };
  });
}
