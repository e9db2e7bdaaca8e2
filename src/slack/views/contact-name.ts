/** The modal in which a contact is given a name. */
import type { ModalView } from "@slack/types";
import type { NamingForm } from "../../bridge/directory/name-contact.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import { type Json, recordIn, stringIn } from "../../lib/json.ts";
import { escapeMrkdwn } from "../text/escape-mrkdwn.ts";
import { oneLine } from "../text/inert.ts";
import { sections } from "./blocks.ts";
import { nameLimit } from "./sentences.ts";

/** Another one once the fields change. */
export const contactNameId = "contact.name.1";

/** The block and the field in it. */
export const contactNameField = "name";

/** Longer than a name may be, so that what is too long is said in words. */
const mostTyped = 500;

export function drawContactName({ episode, address, name, inDirectory, customer }: NamingForm): ModalView {
  const plain = (text: string) => ({ type: "plain_text" as const, text, emoji: false });
  const empty =
    inDirectory === null
      ? "Leave it empty for the number alone."
      : `Leave it empty for ${oneLine(inDirectory, nameLimit)}, as the directory says.`;
  return {
    type: "modal",
    callback_id: contactNameId,
    private_metadata: episode,
    title: plain("Name this contact"),
    submit: plain("Save"),
    close: plain("Cancel"),
    blocks: [
      ...sections(escapeMrkdwn(`What is the ${customer} at ${oneLine(address, nameLimit)} called?`)),
      {
        type: "input",
        block_id: contactNameField,
        optional: true,
        label: plain("Name"),
        hint: plain(`The whole team sees it, on cards and above texts; the ${customer} does not. ${empty}`),
        element: {
          type: "plain_text_input",
          action_id: contactNameField,
          max_length: mostTyped,
          ...(name === null ? {} : { initial_value: name }),
        },
      },
    ],
  };
}

export function readContactName(metadata: string, values: Json): { episode: EpisodeId; typed: string } {
  const field = recordIn(recordIn(values, contactNameField) ?? {}, contactNameField) ?? {};
  return { episode: metadata as EpisodeId, typed: stringIn(field, "value") ?? "" };
}
