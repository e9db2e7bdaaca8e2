/** How a member's conversations are logged, as they see and change it: the button at the Home, and the modal behind it. */
import type { KnownBlock, ModalView } from "@slack/types";
import type { LogSettingsForm } from "../../bridge/members/log-settings.ts";
import type { TypedLogSettings } from "../../domain/choose-log-settings.ts";
import { type RuledPolicies, SEVERAL_CONTACTS, UNKNOWN_CONTACT, WRITE_LOG } from "../../domain/log-policy.ts";
import { type Json, stringIn } from "../../lib/json.ts";
import { escapeMrkdwn } from "../text/escape-mrkdwn.ts";
import { context, divider, sections } from "./blocks.ts";
import { chosenIn, drawOption, fieldIn, plainText } from "./form-fields.ts";
import {
  choiceBlocks,
  field,
  logSettingsFields,
  numberBlocks,
  onOff,
  prefixBlocks,
  radio,
  typeBlocks,
  wordOf,
} from "./log-policy.ts";

/** A button. */
export const logSettingsAction = "log.settings";

/** The modal's callback id. */
export const logSettingsForm = "log.settings";

export function drawLogSettings(form: LogSettingsForm): ModalView {
  const { crm, policies, remindWeekly, isDirect } = form;
  const who = isDirect
    ? `How your own direct conversations are logged to ${escapeMrkdwn(crm)}.`
    : `No line leads to you alone. This counts for conversations of your own, once there are such.`;
  return {
    type: "modal",
    callback_id: logSettingsForm,
    title: plainText("Logging settings"),
    submit: plainText("Save"),
    close: plainText("Cancel"),
    blocks: [
      ...sections(who),
      ...choiceBlocks("autoLog", form),
      ...choiceBlocks("popupAfterFirst", form),
      ...choiceBlocks("unknownContact", form),
      ...prefixBlocks(policies.namePrefix),
      ...typeBlocks(form),
      ...choiceBlocks("severalContacts", form),
      ...choiceBlocks("logNotes", form),
      ...choiceBlocks("write", form),
      ...numberBlocks(policies.doNotLog),
      divider,
      remindField(remindWeekly),
      context(sharedWords(policies)),
    ],
  };
}

function remindField(remindWeekly: boolean): KnownBlock {
  const name = logSettingsFields.remindWeekly;
  const drawn = onOff.map(([value, label]) => drawOption({ value, label }));
  const hint = "In private, and only where there is something.";
  return field(name, "Weekly reminder of what is not logged", hint, radio(name, drawn, wordOf(remindWeekly)));
}

/** Of these nobody has their own. */
function sharedWords({ logShared, logOpenAfterHours }: RuledPolicies): string {
  const hours = logOpenAfterHours.value;
  const when =
    logShared.value === "from_first_message" ? "from their first message on" : "when they are resolved";
  const silent =
    hours === 0 ? "" : `, and after ${hours === 1 ? "an hour" : `${hours} hours`} of silence in any case`;
  return `Shared conversations are logged ${when}${silent}. That is the same for everyone: your admin sets it.`;
}

export interface FilledLogSettings {
  readonly typed: TypedLogSettings;
  readonly remindWeekly: boolean;
}

/** @param inputs the fields that it had: what is locked has none. */
export function readLogSettings(values: Json, inputs: readonly string[]): FilledLogSettings {
  const word = (name: keyof typeof logSettingsFields) => chosenIn(values, logSettingsFields[name])?.value;
  const text = (name: "namePrefix" | "doNotLog") => {
    const id = logSettingsFields[name];
    return inputs.includes(id) ? (stringIn(fieldIn(values, id), "value") ?? "") : undefined;
  };
  const typed = {
    autoLog: switchOf(word("autoLog")),
    popupAfterFirst: switchOf(word("popupAfterFirst")),
    unknownContact: oneOf(UNKNOWN_CONTACT, word("unknownContact")),
    namePrefix: text("namePrefix"),
    contactType: word("contactType"),
    severalContacts: oneOf(SEVERAL_CONTACTS, word("severalContacts")),
    logNotes: switchOf(word("logNotes")),
    write: oneOf(WRITE_LOG, word("write")),
    doNotLog: text("doNotLog"),
  };
  const asked = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined));
  return { typed: asked, remindWeekly: word("remindWeekly") !== "off" };
}

function switchOf(word: string | undefined): boolean | undefined {
  return word === undefined ? undefined : word === "on";
}

function oneOf<T extends string>(words: readonly T[], word: string | undefined): T | undefined {
  return words.find((one) => one === word);
}
