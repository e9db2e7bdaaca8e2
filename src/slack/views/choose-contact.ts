/**
 * The modal in which somebody says whom a record is logged on: one of those who have its number, one that they look for, or a new one, for
 * which it is drawn anew. What the CRM says of them is inert, and cut.
 */
import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from "@slack/types";
import type { ContactForm } from "../../bridge/records/ask-contact.ts";
import type { CrmContactId, RecordId } from "../../domain/ids.ts";
import { type Json, stringIn } from "../../lib/json.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { oneLine } from "../text/inert.ts";
import { actions, button, sections } from "./blocks.ts";
import { contactActions, contactFields, drawCandidates, nobody } from "./contact-candidates.ts";
import { chosenIn, drawOption, fieldIn, parseMetadata, plainText } from "./form-fields.ts";
import { nameLimit } from "./sentences.ts";

/** Pinned. */
export const chooseContactId = "log.choose_contact";

export type ContactMode = "choose" | "create";

/** Slack's limit for what is typed. */
const typedLimit = 100;

export function drawChooseContact(form: ContactForm, mode: ContactMode): ModalView {
  const isNew = mode === "create" && form.creates !== null;
  return {
    type: "modal",
    callback_id: chooseContactId,
    private_metadata: JSON.stringify({ r: form.record, s: form.seen, m: isNew ? "create" : "choose" }),
    title: plainText(isNew ? "Create contact" : "Choose contact"),
    submit: plainText(isNew ? "Create" : "Choose"),
    close: plainText("Cancel"),
    blocks: [
      ...sections(`*${plain(form.contact, nameLimit)}*\n${whyAsked(form)}`),
      ...(isNew ? drawNew(form) : drawCandidates(form)),
      drawRemember(form.asksEachTime),
      ...drawOther(form, isNew),
    ],
  };
}

function whyAsked({ reason, current, crm }: ContactForm): string {
  if (reason !== null) return plain(reason, 300);
  if (current === null) return `Whom is this logged on in ${plain(crm, nameLimit)}?`;
  const who = `It is logged on *${plain(current, nameLimit)}* in ${plain(crm, nameLimit)}.`;
  return `${who} If you choose somebody else, the record moves there.`;
}

function drawNew({ creates }: ContactForm): KnownBlock[] {
  if (creates === null) return [];
  const { name, types, type } = creates;
  const options = types.map(({ value, name: label }) => drawOption({ value, label }));
  const initial = options.find(({ value }) => value === type);
  const kind: InputBlock = {
    type: "input",
    block_id: contactFields.type,
    label: plainText("What are they?"),
    element: {
      type: "static_select",
      action_id: contactFields.type,
      options,
      ...(initial === undefined ? {} : { initial_option: initial }),
    },
  };
  return [
    {
      type: "input",
      block_id: contactFields.name,
      label: plainText("Name"),
      element: {
        type: "plain_text_input",
        action_id: contactFields.name,
        max_length: typedLimit,
        initial_value: oneLine(name, typedLimit),
      },
    },
    ...(options.length > 1 ? [kind] : []),
  ];
}

const remember: PlainTextOption = {
  value: "remember",
  text: plainText("Remember for this number"),
};
const eachTime: PlainTextOption = {
  value: "each_time",
  text: plainText("Ask each time"),
  description: plainText("Several people use this number."),
};

function drawRemember(asksEachTime: boolean): InputBlock {
  return {
    type: "input",
    block_id: contactFields.remember,
    label: plainText("And the next time?"),
    element: {
      type: "radio_buttons",
      action_id: contactFields.remember,
      options: [remember, eachTime],
      initial_option: asksEachTime ? eachTime : remember,
    },
  };
}

function drawOther({ creates }: ContactForm, isNew: boolean): KnownBlock[] {
  if (isNew) return [actions([button("Choose contact", contactActions.mode, "choose")])];
  return creates === null ? [] : [actions([button("Create contact", contactActions.mode, "create")])];
}

export interface ReadContact {
  readonly record: RecordId;
  readonly seen: CrmContactId | null;
  readonly mode: ContactMode;
}

export function readContactMetadata(metadata: string): ReadContact {
  const read = parseMetadata(metadata);
  return {
    record: (stringIn(read, "r") ?? "") as RecordId,
    seen: (stringIn(read, "s") ?? null) as CrmContactId | null,
    mode: stringIn(read, "m") === "create" ? "create" : "choose",
  };
}

/** `contact` null where nobody is chosen. What was looked for leads over what stands beside it. */
export function readContactFields(values: Json) {
  const chosen = [chosenIn(values, contactFields.search), chosenIn(values, contactFields.contact)];
  const contact = chosen.find((option) => option !== null && option.value !== nobody) ?? null;
  return {
    contact: contact && { id: contact.value as CrmContactId, label: contact.label },
    name: stringIn(fieldIn(values, contactFields.name), "value") ?? "",
    type: chosenIn(values, contactFields.type)?.value ?? null,
    eachTime: chosenIn(values, contactFields.remember)?.value === eachTime.value,
  };
}
