/** Templates that were deleted, each to be brought back. */
import type { ModalView } from "@slack/types";
import type { DeletedTemplates } from "../../bridge/template-library/deleted-templates.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { besideLast, button, sections } from "./blocks.ts";
import { plainText } from "./form-fields.ts";
import { between } from "./home-lists.ts";
import { moment, nameLimit } from "./sentences.ts";
import {
  type Below,
  drawDone,
  drawPages,
  type JustDone,
  longestWords,
  templateActions,
} from "./template-modals.ts";

const templateDeletedId = "template.deleted";

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
