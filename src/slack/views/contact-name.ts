/** The modal in which a contact is given a name, and said to work for somebody, to be somewhere, or several. */
import type { ModalView } from "@slack/types";
import type { NamingForm } from "../../bridge/directory/name-contact.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import { type Json, listIn, recordIn, stringIn } from "../../lib/json.ts";
import { escapeMrkdwn } from "../text/escape-mrkdwn.ts";
import { oneLine } from "../text/inert.ts";
import { sections } from "./blocks.ts";
import { nameLimit } from "./sentences.ts";

/** Another one once a field means something else; one that is missing in a window of before is left as it is. */
export const contactNameId = "contact.name.1";

/** The blocks, and the field in each. */
export const contactNameField = "name";
export const contactCompanyField = "company";
export const contactZoneField = "zone";
const sharedField = "shared";

/** Longer than a name may be, so that what is too long is said in words. */
const mostTyped = 500;

export function drawContactName({
  episode,
  address,
  name,
  company,
  timeZone,
  shared,
  inDirectory,
  customer,
}: NamingForm): ModalView {
  const plain = (text: string) => ({ type: "plain_text" as const, text, emoji: false });
  const empty =
    inDirectory === null
      ? "Leave it empty for the number alone."
      : `Leave it empty for ${oneLine(inDirectory, nameLimit)}, as the directory says.`;
  const several = { text: plain("Several people use this number"), value: sharedField };
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
      {
        type: "input",
        block_id: contactCompanyField,
        optional: true,
        label: plain("Company"),
        hint: plain("For whom they work. Templates can say it."),
        element: {
          type: "plain_text_input",
          action_id: contactCompanyField,
          max_length: mostTyped,
          ...(company === null ? {} : { initial_value: company }),
        },
      },
      {
        type: "input",
        block_id: contactZoneField,
        optional: true,
        label: plain("Time zone"),
        hint: plain(
          `Such as America/Chicago, or the city alone. Decides when it is night there. Leave it empty to go by the number.`,
        ),
        element: {
          type: "plain_text_input",
          action_id: contactZoneField,
          max_length: mostTyped,
          ...(timeZone === null ? {} : { initial_value: timeZone }),
        },
      },
      {
        type: "input",
        block_id: sharedField,
        optional: true,
        label: plain("Shared number"),
        hint: plain("Then it is never shown under one name."),
        element: {
          type: "checkboxes",
          action_id: sharedField,
          options: [several],
          ...(shared ? { initial_options: [several] } : {}),
        },
      },
    ],
  };
}

export interface TypedContact {
  readonly episode: EpisodeId;
  readonly typed: string;
  readonly company?: string;
  readonly zone?: string;
  readonly shared?: boolean;
}

export function readContactName(metadata: string, values: Json): TypedContact {
  const field = (name: string) => recordIn(recordIn(values, name) ?? {}, name);
  const [company, zone, shared] = [field(contactCompanyField), field(contactZoneField), field(sharedField)];
  return {
    episode: metadata as EpisodeId,
    typed: stringIn(field(contactNameField) ?? {}, "value") ?? "",
    ...(company && { company: stringIn(company, "value") ?? "" }),
    ...(zone && { zone: stringIn(zone, "value") ?? "" }),
    ...(shared && { shared: listIn(shared, "selected_options").length > 0 }),
  };
}
