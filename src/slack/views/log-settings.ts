/** How a member's conversations are logged, as they see and change it: the button at the Home, and the modal behind it. */
import type { KnownBlock, ModalView, PlainTextOption, RadioButtons, StaticSelect } from "@slack/types";
import type { LogSettingsForm } from "../../bridge/members/log-settings.ts";
import { forWhom, type TypedLogSettings } from "../../domain/choose-log-settings.ts";
import { contactTypeIn } from "../../domain/contact-type.ts";
import type { E164 } from "../../domain/ids.ts";
import {
  type OwnPolicy,
  type RuledBy,
  type RuledPolicies,
  SEVERAL_CONTACTS,
  UNKNOWN_CONTACT,
  WRITE_LOG,
} from "../../domain/log-policy.ts";
import { formatPhone, internationalPhone } from "../../domain/phone.ts";
import { type Json, stringIn } from "../../lib/json.ts";
import { escapeMrkdwn, plain } from "../text/escape-mrkdwn.ts";
import { oneLine } from "../text/inert.ts";
import { context, divider, sections } from "./blocks.ts";
import { chosenIn, drawOption, fieldIn, plainText } from "./form-fields.ts";
import { nameLimit } from "./sentences.ts";

/** A button. */
export const logSettingsAction = "log.settings";

/** The modal's callback id. */
export const logSettingsForm = "log.settings";

/** The blocks, and the field in each. */
export const logSettingsFields = {
  autoLog: "auto_log",
  popupAfterFirst: "popup_after_first",
  unknownContact: "unknown_contact",
  namePrefix: "name_prefix",
  contactType: "contact_type",
  severalContacts: "several_contacts",
  logNotes: "log_notes",
  write: "write",
  doNotLog: "do_not_log",
  remindWeekly: "remind_weekly",
} as const satisfies Readonly<Record<OwnPolicy | "remindWeekly", string>>;

/** Slack's limit of a typed field, and of a menu. */
const mostTyped = 3_000;
const mostTypes = 100;
/** So many numbers are named; the others are counted. */
const mostNamed = 20;

type Options = readonly (readonly [value: string, label: string])[];

const onOff: Options = [
  ["on", "On"],
  ["off", "Off"],
];

interface Choice {
  readonly label: string;
  readonly options: Options;
  readonly hint?: string;
}

function choices(crm: string): Readonly<Record<ChoiceName, Choice>> {
  return {
    autoLog: {
      label: "Log by itself",
      options: onOff,
      hint: "Off: only what you log by hand.",
    },
    popupAfterFirst: {
      label: "Logging page",
      options: onOff,
      hint: "Opens after the first message of a day that you send in a conversation, while logging by itself is on.",
    },
    unknownContact: {
      label: `A number that ${crm} does not know`,
      options: [
        ["ask", "Ask me"],
        ["placeholder", "Make a contact for it"],
        ["skip", "Leave it out, and list it at the Home"],
      ],
    },
    severalContacts: {
      label: "A number that several contacts have",
      options: [
        ["ask", "Ask me"],
        ["most_recent", "Take the one with the newest activity"],
        ["first_by_name", "Take the first by name"],
        ["earliest", "Take the oldest"],
      ],
    },
    logNotes: { label: "Notes in the thread", options: onOff, hint: "Whether they are logged, too." },
    write: {
      label: "When it is written",
      options: [
        ["as_it_grows", "As the conversation goes on"],
        ["once", "Once, when the day is over"],
      ],
    },
  };
}

type ChoiceName = Exclude<OwnPolicy, "namePrefix" | "contactType" | "doNotLog">;

export function drawLogSettings(form: LogSettingsForm): ModalView {
  const { crm, policies, remindWeekly, isDirect } = form;
  const words = choices(crm);
  const choice = (name: ChoiceName) => choiceBlocks(name, words[name], policies);
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
      ...choice("autoLog"),
      ...choice("popupAfterFirst"),
      ...choice("unknownContact"),
      ...prefixBlocks(policies.namePrefix),
      ...typeBlocks(form),
      ...choice("severalContacts"),
      ...choice("logNotes"),
      ...choice("write"),
      ...numberBlocks(policies.doNotLog),
      divider,
      remindField(remindWeekly),
      context(sharedWords(policies)),
    ],
  };
}

function choiceBlocks(
  name: ChoiceName,
  { label, options, hint }: Choice,
  policies: RuledPolicies,
): KnownBlock[] {
  const { value, ruled, by, locked } = policies[name];
  const [is, usual] = [wordOf(value), wordOf(ruled)];
  if (locked) return [lockedText(label, options.find(([word]) => word === is)?.[1] ?? is, by)];
  const drawn = options.map(([word, text]) =>
    drawOption({ value: word, label: named(text, word === usual, by) }),
  );
  return [field(logSettingsFields[name], label, hint, radio(logSettingsFields[name], drawn, is))];
}

function wordOf(value: string | boolean): string {
  return typeof value === "boolean" ? (value ? "on" : "off") : value;
}

/** The one that holds for who chooses nothing. */
function named(text: string, isUsual: boolean, by: RuledBy | null): string {
  if (!isUsual) return text;
  return by === null ? `${text} (default)` : `${text} (your company’s default)`;
}

function lockedText(label: string, value: string, by: RuledBy | null): KnownBlock {
  const words = `*${plain(label, nameLimit)}*  ·  ${value}\n:lock: Set by your admin ${plain(forWhom(by), nameLimit)}`;
  return sections(words)[0] ?? divider;
}

function prefixBlocks({ value, ruled, by, locked }: RuledPolicies["namePrefix"]): KnownBlock[] {
  const label = "What the name of such a contact begins with";
  if (locked) return [lockedText(label, plain(value, nameLimit), by)];
  return [
    {
      type: "input",
      block_id: logSettingsFields.namePrefix,
      optional: true,
      label: plainText(label),
      hint: plainText(`Leave it empty for “${oneLine(ruled, nameLimit)}”.`),
      element: {
        type: "plain_text_input",
        action_id: logSettingsFields.namePrefix,
        max_length: 200,
        ...(value === "" ? {} : { initial_value: value }),
      },
    },
  ];
}

/** Where there is one kind alone, nothing is to be chosen. */
function typeBlocks({ contactTypes, policies }: LogSettingsForm): KnownBlock[] {
  if (contactTypes.length === 0) return [];
  const { value, ruled, by, locked } = policies.contactType;
  const label = "What kind of contact is made";
  const typeOf = (said: string | null) =>
    said === null ? (contactTypes[0]?.value ?? null) : contactTypeIn(contactTypes, said);
  const is = typeOf(value);
  const name = contactTypes.find((type) => type.value === is)?.name ?? value ?? "";
  if (locked) return [lockedText(label, plain(name, nameLimit), by)];
  const usual = typeOf(ruled);
  const drawn = contactTypes
    .slice(0, mostTypes)
    .map((type) =>
      drawOption({ value: type.value, label: named(oneLine(type.name, 40), type.value === usual, by) }),
    );
  const initial = drawn.find((option) => option.value === is);
  const menu: StaticSelect = {
    type: "static_select",
    action_id: logSettingsFields.contactType,
    options: drawn,
    ...(initial === undefined ? {} : { initial_option: initial }),
  };
  return [
    { ...field(logSettingsFields.contactType, label, undefined, menu), optional: initial === undefined },
  ];
}

/** The company's are said beside one's own: nobody can let them in. */
function numberBlocks({ value, ruled, by, locked }: RuledPolicies["doNotLog"]): KnownBlock[] {
  const label = "Numbers that are never logged";
  if (locked) return [lockedText(label, ruled.length === 0 ? "none" : escapeMrkdwn(namedNumbers(ruled)), by)];
  const own = value.filter((number) => !ruled.includes(number));
  const typed = typedNumbers(own);
  const companys = ruled.length === 0 ? "" : ` Your company keeps out ${namedNumbers(ruled)} as well.`;
  return [
    {
      type: "input",
      block_id: logSettingsFields.doNotLog,
      optional: true,
      label: plainText(label),
      hint: plainText(`One a line.${companys}`),
      element: {
        type: "plain_text_input",
        action_id: logSettingsFields.doNotLog,
        multiline: true,
        max_length: mostTyped,
        ...(typed === "" ? {} : { initial_value: typed }),
      },
    },
  ];
}

/** Read again when the form is saved, so each with its country's code; plainly where many would not fit otherwise. */
function typedNumbers(numbers: readonly E164[]): string {
  const typed = numbers.map(internationalPhone).join("\n");
  return typed.length <= mostTyped ? typed : numbers.join("\n").slice(0, mostTyped);
}

function namedNumbers(numbers: RuledPolicies["doNotLog"]["ruled"]): string {
  const rest = numbers.length - mostNamed;
  const shown = numbers.slice(0, mostNamed).map(formatPhone).join(", ");
  return rest > 0 ? `${shown} and ${rest} more` : shown;
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

function field(name: string, label: string, hint: string | undefined, element: RadioButtons | StaticSelect) {
  return {
    type: "input" as const,
    block_id: name,
    label: plainText(oneLine(label, nameLimit)),
    ...(hint === undefined ? {} : { hint: plainText(hint) }),
    element,
  };
}

function radio(name: string, options: PlainTextOption[], value: string): RadioButtons {
  const initial = options.find((option) => option.value === value);
  return {
    type: "radio_buttons",
    action_id: name,
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  };
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
