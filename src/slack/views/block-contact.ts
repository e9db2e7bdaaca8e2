/** The modal in which somebody confirms that a number is to be blocked. */
import type { ModalView } from "@slack/types";
import type { BlockForm } from "../../bridge/conversations/block-contact.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import { type Json, recordIn, stringIn } from "../../lib/json.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { sections } from "./blocks.ts";
import { nameLimit } from "./sentences.ts";

/** Another one once the fields change. */
export const blockId = "contact.block";

/** The block and the field in it. */
export const blockReasonField = "reason";

/** A button wherever blocked numbers are listed; its value is the contact's id. */
export const unblockAction = "contact.unblock";

const longestReason = 150;

export function drawBlock({ episode, contact }: BlockForm): ModalView {
  const words = (text: string) => ({ type: "plain_text" as const, text, emoji: false });
  const what = [
    "Its texts will be kept and counted, shown to nobody, and never answered automatically. Nothing can be sent to it.",
    "Its open conversations end, with a line in the thread. A manager can unblock it.",
  ].join("\n");
  return {
    type: "modal",
    callback_id: blockId,
    private_metadata: episode,
    title: words("Block this number"),
    submit: words("Block"),
    close: words("Cancel"),
    blocks: [
      ...sections(`*${plain(contact, nameLimit)}*\n${what}`),
      {
        type: "input",
        block_id: blockReasonField,
        optional: true,
        label: words("Why"),
        hint: words("The team reads it in the thread."),
        element: { type: "plain_text_input", action_id: blockReasonField, max_length: longestReason },
      },
    ],
  };
}

export function readBlock(metadata: string, values: Json): { episode: EpisodeId; reason: string } {
  const field = recordIn(recordIn(values, blockReasonField) ?? {}, blockReasonField) ?? {};
  return { episode: metadata as EpisodeId, reason: stringIn(field, "value") ?? "" };
}
