/** What is asked before a template is deleted or moved. */
import type { ModalView } from "@slack/types";
import type { AskedTemplate } from "../../bridge/template-library/change-template.ts";
import type { Json } from "../../lib/json.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { context, sections } from "./blocks.ts";
import { chosenIn, drawOption, plainText } from "./form-fields.ts";
import { between } from "./home-lists.ts";
import { nameLimit } from "./sentences.ts";
import { type Below, drawTemplateWords } from "./template-modals.ts";

export const templateDeleteId = "template.delete";
export const templateMoveId = "template.move";

/** Slack's limit for a menu. */
const mostOptions = 100;

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
