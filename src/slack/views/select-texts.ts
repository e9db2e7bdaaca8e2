/** The modal in which somebody chooses which texts of a conversation are logged: from one to another. */
import type { InputBlock, ModalView } from "@slack/types";
import type { SelectForm } from "../../bridge/records/select-texts.ts";
import type { EpisodeId, MessageId } from "../../domain/ids.ts";
import { type Json, stringIn } from "../../lib/json.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { oneLine } from "../text/inert.ts";
import { sections } from "./blocks.ts";
import { chosenIn, drawOption, fieldIn, plainText } from "./form-fields.ts";
import { nameLimit } from "./sentences.ts";

/** Also what the shortcut is called. */
export const selectTextsId = "log.selected";

export const selectFields = { from: "from", to: "to", note: "note" } as const;

const longestNote = 3_000;

export function drawSelectTexts(form: SelectForm): ModalView {
  const { contact, crm, texts, isCut } = form;
  const what = `The messages from the first to the last are logged to ${plain(crm, nameLimit)}, as a record of their own.`;
  const cut = isCut ? ` Of a longer conversation, ${texts.length} are shown.` : "";
  return {
    type: "modal",
    callback_id: selectTextsId,
    private_metadata: form.episode,
    title: plainText("Log selected"),
    submit: plainText("Log"),
    close: plainText("Cancel"),
    blocks: [
      ...sections(`*${plain(contact, nameLimit)}*\n${what}${cut}`),
      drawTexts(selectFields.from, "First message", form, form.from),
      drawTexts(selectFields.to, "Last message", form, form.to),
      {
        type: "input",
        block_id: selectFields.note,
        optional: true,
        label: plainText("Note"),
        element: {
          type: "plain_text_input",
          action_id: selectFields.note,
          multiline: true,
          max_length: longestNote,
        },
      },
    ],
  };
}

function drawTexts(id: string, label: string, { texts }: SelectForm, chosen: MessageId): InputBlock {
  const options = texts.map((text) => drawOption({ value: text.id, label: text.label }));
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: "input",
    block_id: id,
    label: plainText(oneLine(label, nameLimit)),
    element: {
      type: "static_select",
      action_id: id,
      options,
      ...(initial === undefined ? {} : { initial_option: initial }),
    },
  };
}

export function readSelectTexts(
  metadata: string,
  values: Json,
): {
  readonly episode: EpisodeId;
  readonly from: MessageId;
  readonly to: MessageId;
  readonly note: string;
} {
  const idIn = (name: string) => (chosenIn(values, name)?.value ?? "") as MessageId;
  return {
    episode: metadata as EpisodeId,
    from: idIn(selectFields.from),
    to: idIn(selectFields.to),
    note: stringIn(fieldIn(values, selectFields.note), "value") ?? "",
  };
}
