/** The templates that somebody manages: which, what may be done with each, and the questions before one is moved or deleted. */
import type { KnownBlock, ModalView, Overflow } from "@slack/types";
import type { AskedTemplate } from "../../bridge/template-library/change-template.ts";
import type { DeletedTemplates } from "../../bridge/template-library/deleted-templates.ts";
import type { ListShown, TemplateList, TemplateRow } from "../../bridge/template-library/template-list.ts";
import type { TemplateId } from "../../domain/ids.ts";
import type { TemplateAction } from "../../domain/template-actions.ts";
import { type Json, stringIn } from "../../lib/json.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { actions, besideLast, button, context, divider, type Pressed, sections } from "./blocks.ts";
import { chosenIn, drawOption, fieldIn, parseMetadata, plainText } from "./form-fields.ts";
import { between } from "./home-lists.ts";
import { moment, nameLimit } from "./sentences.ts";
import {
  type Below,
  drawPages,
  drawTemplateWords,
  pageIn,
  readShown,
  templateActions,
} from "./template-below.ts";

export const templateManageId = "template.manage";
const templateDeletedId = "template.deleted";
export const templateDeleteId = "template.delete";
export const templateMoveId = "template.move";

const longestWords = 120;
/** Slack's limit for a menu. */
const mostOptions = 100;
const mostTyped = 100;

const actionWords: Readonly<Record<TemplateAction, string>> = {
  edit: "Edit",
  duplicate: "Duplicate",
  move: "Move to...",
  versions: "Versions",
  delete: "Delete",
};

/** What was just done; `undo`: the one that was deleted by it. */
export interface JustDone {
  readonly words: string;
  readonly undo?: TemplateId | null;
}

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

function drawDone(done: JustDone | null): KnownBlock[] {
  if (done === null) return [];
  const words = sections(`:white_check_mark: ${plain(done.words, 300)}`);
  const { undo = null } = done;
  return undo === null ? words : besideLast(words, button("Undo", templateActions.restore, undo));
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
  const { id, name, key, text, whose, uses, carrier } = row;
  const sent =
    uses === 0 ? "never sent" : uses === 1 ? "sent once" : `sent ${uses.toLocaleString("en-US")} times`;
  const where = carrier === null ? [] : [`lives at ${plain(carrier, nameLimit)} and is changed there`];
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

/** Before it is deleted. */
export function drawDelete({ id, name, key, text, whose }: AskedTemplate, below: Below): ModalView {
  return {
    type: "modal",
    callback_id: templateDeleteId,
    private_metadata: JSON.stringify({ template: id, ...below }),
    title: plainText("Delete template"),
    submit: plainText("Delete"),
    close: plainText("Cancel"),
    blocks: [
      ...sections([`*${plain(name, nameLimit)}*`, `\`!${key}\``, plain(whose, nameLimit)].join(between)),
      drawTemplateWords(text),
      context("What was sent from it stays as it is. For 30 days it can be brought back."),
    ],
  };
}

/** Where it is to be moved to. */
export function drawMove({ id, name, whose, to }: AskedTemplate, below: Below): ModalView {
  const options = to.slice(0, mostOptions).map(drawOption);
  return {
    type: "modal",
    callback_id: templateMoveId,
    private_metadata: JSON.stringify({ template: id, ...below }),
    title: plainText("Move template"),
    submit: plainText("Move"),
    close: plainText("Cancel"),
    blocks: [
      ...sections(`*${plain(name, nameLimit)}*${between}now: ${plain(whose, nameLimit)}`),
      {
        type: "input",
        block_id: "scope",
        label: plainText("Move to"),
        hint: plainText("All who are there can use it from then on; managers change it."),
        element: { type: "static_select", action_id: "scope", options },
      },
    ],
  };
}

export function readMove(values: Json): string {
  return chosenIn(values, "scope")?.value ?? "";
}

export function drawDeleted(
  { rows, page, pages }: DeletedTemplates,
  below: Below,
  done: JustDone | null = null,
): ModalView {
  return {
    type: "modal",
    callback_id: templateDeletedId,
    private_metadata: JSON.stringify({ page, list: below.list }),
    title: plainText("Deleted templates"),
    close: plainText("Back"),
    blocks: [
      ...drawDone(done),
      ...(rows.length === 0 ? sections("Nothing was deleted in the last 30 days.") : []),
      ...rows.flatMap(({ id, name, key, text, whose, by, at }) => {
        const head = [`*${plain(name, nameLimit)}*`, `\`!${key}\``, plain(whose, nameLimit)];
        const when = `deleted by ${plain(by, nameLimit)}, ${moment(at)}`;
        const lines = sections(`${[...head, when].join(between)}\n${plain(text, longestWords)}`);
        const back = button("Bring back", templateActions.restore, id);
        return besideLast(lines, back).map((line) => ({ ...line, block_id: `row.${id}` }));
      }),
      ...drawPages({ page, pages }),
    ],
  };
}

export function readPage(metadata: string): number {
  return pageIn(parseMetadata(metadata));
}
