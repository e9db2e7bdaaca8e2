/** The templates that somebody manages: which, and what may be done with each. */
import type { KnownBlock, ModalView, Overflow } from "@slack/types";
import type { ListShown, TemplateList, TemplateRow } from "../../bridge/template-library/template-list.ts";
import type { TemplateId } from "../../domain/ids.ts";
import type { TemplateAction } from "../../domain/template-actions.ts";
import { type Json, stringIn } from "../../lib/json.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { actions, besideLast, button, divider, type Pressed, sections } from "./blocks.ts";
import { drawOption, fieldIn, parseMetadata, plainText } from "./form-fields.ts";
import { between } from "./home-lists.ts";
import { nameLimit } from "./sentences.ts";
import {
  drawDone,
  drawPages,
  type JustDone,
  longestWords,
  readShown,
  templateActions,
} from "./template-modals.ts";

export const templateManageId = "template.manage";

/** Slack's limit for a menu. */
const mostOptions = 100;
const mostTyped = 100;
const longestReason = 200;

const actionWords: Readonly<Record<TemplateAction, string>> = {
  edit: "Edit",
  duplicate: "Duplicate",
  move: "Move to...",
  versions: "Versions",
  delete: "Delete",
};

export function drawTemplateList(list: TemplateList, done: JustDone | null = null): ModalView {
  const { shown, rows } = list;
  return {
    type: "modal",
    callback_id: templateManageId,
    private_metadata: JSON.stringify(shown),
    title: plainText("Templates"),
    submit: plainText("Search"),
    close: plainText("Close"),
    blocks: [
      ...drawDone(done),
      actions(heads(list)),
      searchField(shown.words),
      divider,
      ...(rows.length === 0 ? sections(noneOf(list)) : rows.flatMap(drawRow)),
      ...drawPages({ page: shown.page, pages: list.pages }),
    ],
  };
}

function heads({ shown, scopes, deleted }: TemplateList): Pressed[] {
  const whole = drawOption({ value: "all", label: "All templates" });
  const [own, ...others] = scopes.map(drawOption);
  // The company's come before the groups', of which there may be more than a menu holds.
  const company = others.at(-1);
  const ordered = [whole, ...(own ? [own] : []), ...(company ? [company] : []), ...others.slice(0, -1)];
  const options = ordered.slice(0, mostOptions);
  const initial = options.find(({ value }) => value === (shown.scope ?? "all"));
  return [
    {
      type: "static_select",
      action_id: templateActions.filter,
      placeholder: plainText("Whose templates"),
      options,
      ...(initial === undefined ? {} : { initial_option: initial }),
    },
    button("New template", templateActions.create, "new"),
    ...(deleted === 0 ? [] : [button(`Deleted (${deleted})`, templateActions.deleted, "deleted")]),
  ];
}

function searchField(words: string): KnownBlock {
  return {
    type: "input",
    block_id: "words",
    optional: true,
    dispatch_action: true,
    label: plainText("Search"),
    element: {
      type: "plain_text_input",
      action_id: templateActions.search,
      max_length: mostTyped,
      placeholder: plainText("Words in the name, key or text, then Enter"),
      dispatch_action_config: { trigger_actions_on: ["on_enter_pressed"] },
      ...(words === "" ? {} : { initial_value: words }),
    },
  };
}

function noneOf({ shown }: TemplateList): string {
  if (shown.words !== "")
    return `No template has “${plain(shown.words, nameLimit)}” in its name, key or text.`;
  if (shown.scope !== null) return "There is none here yet. *New template* makes the first.";
  return "There is no template yet. *New template* makes the first.";
}

function drawRow(row: TemplateRow): KnownBlock[] {
  const { id, name, key, text, whose, uses, carrier, staysHere } = row;
  const sent =
    uses === 0 ? "never sent" : uses === 1 ? "sent once" : `sent ${uses.toLocaleString("en-US")} times`;
  const where = [
    ...(carrier === null ? [] : [`from ${plain(carrier, nameLimit)}, and changed there`]),
    ...(staysHere === undefined ? [] : [plain(staysHere, longestReason)]),
  ];
  const head = [`*${plain(name, nameLimit)}*`, `\`!${key}\``, plain(whose, nameLimit), sent, ...where];
  const options = row.actions.map((action) =>
    drawOption({ value: `${action}:${id}`, label: actionWords[action] }),
  );
  const menu: Overflow = { type: "overflow", action_id: templateActions.row, options };
  const lines = sections(`${head.join(between)}\n${plain(text, longestWords)}`);
  return besideLast(lines, menu).map((line) => ({ ...line, block_id: `row.${id}` }));
}

/** What was chosen in a row's menu. */
export function readRowChoice(value: string): { readonly action: string; readonly template: TemplateId } {
  const [action = "", ...id] = value.split(":");
  return { action, template: id.join(":") as TemplateId };
}

export function readListShown(metadata: string): ListShown {
  return readShown(parseMetadata(metadata));
}

export function wordsTyped(values: Json): string {
  return (stringIn(fieldIn(values, "words"), "value") ?? "").trim();
}
