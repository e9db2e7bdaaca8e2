/** One policy of how a member's conversations are logged, as they change it, or see who locked it. */
import type { KnownBlock, PlainTextOption, RadioButtons, StaticSelect } from "@slack/types";
import type { LogSettingsForm } from "../../bridge/members/log-settings.ts";
import { forWhom } from "../../domain/choose-log-settings.ts";
import { contactTypeIn } from "../../domain/contact-type.ts";
import type { E164 } from "../../domain/ids.ts";
import type { OwnPolicy, RuledBy, RuledPolicies } from "../../domain/log-policy.ts";
import { formatPhone, internationalPhone } from "../../domain/phone.ts";
import { escapeMrkdwn, plain } from "../text/escape-mrkdwn.ts";
import { oneLine } from "../text/inert.ts";
import { divider, sections } from "./blocks.ts";
import { drawOption, plainText } from "./form-fields.ts";
import { nameLimit } from "./sentences.ts";

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

export const onOff: Options = [
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

export function choiceBlocks(
  name: ChoiceName,
  { crm, policies }: Pick<LogSettingsForm, "crm" | "policies">,
): KnownBlock[] {
  const { label, options, hint } = choices(crm)[name];
  const { value, ruled, by, locked } = policies[name];
  const [is, usual] = [wordOf(value), wordOf(ruled)];
  if (locked) return [lockedText(label, options.find(([word]) => word === is)?.[1] ?? is, by)];
  const drawn = options.map(([word, text]) =>
    drawOption({ value: word, label: named(text, word === usual, by) }),
  );
  return [field(logSettingsFields[name], label, hint, radio(logSettingsFields[name], drawn, is))];
}

export function wordOf(value: string | boolean): string {
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

export function prefixBlocks({ value, ruled, by, locked }: RuledPolicies["namePrefix"]): KnownBlock[] {
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
export function typeBlocks({ contactTypes, policies }: LogSettingsForm): KnownBlock[] {
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
export function numberBlocks({ value, ruled, by, locked }: RuledPolicies["doNotLog"]): KnownBlock[] {
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

export function field(
  name: string,
  label: string,
  hint: string | undefined,
  element: RadioButtons | StaticSelect,
) {
  return {
    type: "input" as const,
    block_id: name,
    label: plainText(oneLine(label, nameLimit)),
    ...(hint === undefined ? {} : { hint: plainText(hint) }),
    element,
  };
}

export function radio(name: string, options: PlainTextOption[], value: string): RadioButtons {
  const initial = options.find((option) => option.value === value);
  return {
    type: "radio_buttons",
    action_id: name,
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  };
}
