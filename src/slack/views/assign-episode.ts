/** The modal in which a conversation is given to somebody of its group. */
import type { ModalView } from "@slack/types";
import type { AssignForm } from "../../bridge/conversations/assign-episode.ts";
import type { EpisodeId, Username } from "../../domain/ids.ts";
import { type Json, recordIn, stringIn } from "../../lib/json.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { oneLine } from "../text/inert.ts";
import { sections } from "./blocks.ts";
import { readCardValue, writeCardValue } from "./card-buttons.ts";
import { nameLimit } from "./sentences.ts";

/** Another one once the fields change. */
export const assignId = "conversation.assign";

/** Of the field, which loads its options. */
export const assignAction = "episode.assign";

/** The block. */
export const assigneeField = "assignee";

export function drawAssign({ episode, contact, group, holder }: AssignForm): ModalView {
  const words = (text: string) => ({ type: "plain_text" as const, text, emoji: false });
  const has = holder === null ? "Nobody has it" : `${plain(holder.name, nameLimit)} has it`;
  return {
    type: "modal",
    callback_id: assignId,
    private_metadata: writeCardValue({ episode, seenAssignee: holder?.username ?? null }),
    title: words("Assign"),
    submit: words("Assign"),
    close: words("Cancel"),
    blocks: [
      ...sections(`*${plain(contact, nameLimit)}*\n${has}. Whoever gets it is told.`),
      {
        type: "input",
        block_id: assigneeField,
        label: words("To whom?"),
        hint: words(oneLine(`A member of ${group}`, nameLimit)),
        element: { type: "external_select", action_id: assignAction, min_query_length: 0 },
      },
    ],
  };
}

export function readAssigning(metadata: string): {
  readonly episode: EpisodeId;
  readonly seenAssignee: Username | null;
} {
  return readCardValue(metadata) ?? { episode: "" as EpisodeId, seenAssignee: null };
}

/** `to` is null where nobody was chosen. */
export function readAssign(metadata: string, values: Json) {
  const field = recordIn(recordIn(values, assigneeField) ?? {}, assignAction) ?? {};
  const to = stringIn(recordIn(field, "selected_option") ?? {}, "value");
  return { ...readAssigning(metadata), to: (to ?? null) as Username | null };
}
