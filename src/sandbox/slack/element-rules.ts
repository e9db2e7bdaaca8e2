import { optionsOf } from "./element-state.ts";
import { LIMITS } from "./limits.ts";
import { checkList, checkString, checkText, checkTextObject, type Findings, report } from "./rule-book.ts";
import { isWire, listOf, type Wire } from "./wire.ts";

type ElementRule = (findings: Findings, element: Wire, at: string) => void;

const TEXTS = ["plain_text", "mrkdwn"];

function checkConfirm(findings: Findings, element: Wire, at: string): void {
  if (element.confirm === undefined || element.confirm === null) return;
  const pointer = `${at}/confirm`;
  if (!isWire(element.confirm)) {
    report(findings, pointer, "must be an object");
    return;
  }
  checkText(findings, element.confirm, "title", pointer, { max: LIMITS.confirmTitle });
  checkText(findings, element.confirm, "text", pointer, {
    max: LIMITS.confirmText,
    types: TEXTS,
    required: true,
  });
  checkText(findings, element.confirm, "confirm", pointer, { max: LIMITS.confirmButton });
  checkText(findings, element.confirm, "deny", pointer, { max: LIMITS.confirmButton });
}

/** One option of a menu; `types`: which text objects it may carry. */
export function checkOption(findings: Findings, option: unknown, at: string, types: string[]): void {
  if (!isWire(option)) {
    report(findings, at, "must be an object");
    return;
  }
  checkText(findings, option, "text", at, { max: LIMITS.optionText, types, required: true });
  checkText(findings, option, "description", at, { max: LIMITS.optionText, types });
  checkString(findings, option, "value", at, LIMITS.optionValue, true);
  checkString(findings, option, "url", at, LIMITS.url);
}

function checkInitialOption(findings: Findings, element: Wire, at: string): void {
  const values = new Set(optionsOf(element).map((option) => option.value));
  const initial = isWire(element.initial_option) ? [element.initial_option] : listOf(element.initial_options);
  const key = isWire(element.initial_option) ? "initial_option" : "initial_options";
  if (initial.some((option) => !values.has(option.value)))
    report(findings, `${at}/${key}`, "must be one of the provided options");
}

function checkOptions(
  findings: Findings,
  element: Wire,
  at: string,
  range: { min: number; max: number },
  types: string[],
): void {
  const each = (option: unknown, pointer: string) => checkOption(findings, option, pointer, types);
  checkList(findings, element, "options", at, range, each);
  checkInitialOption(findings, element, at);
}

function checkStaticSelect(findings: Findings, element: Wire, at: string): void {
  checkText(findings, element, "placeholder", at, { max: LIMITS.placeholder });
  if (element.option_groups === undefined) {
    checkOptions(findings, element, at, { min: 1, max: LIMITS.options }, ["plain_text"]);
    return;
  }
  checkList(
    findings,
    element,
    "option_groups",
    at,
    { min: 1, max: LIMITS.optionGroups },
    (group, pointer) => {
      if (!isWire(group)) return report(findings, pointer, "must be an object");
      checkText(findings, group, "label", pointer, { max: LIMITS.optionText, required: true });
      return checkOptions(findings, group, pointer, { min: 1, max: LIMITS.options }, ["plain_text"]);
    },
  );
  checkInitialOption(findings, element, at);
}

function checkButton(findings: Findings, element: Wire, at: string): void {
  checkText(findings, element, "text", at, { max: LIMITS.buttonText, required: true });
  checkString(findings, element, "value", at, LIMITS.buttonValue);
  checkString(findings, element, "url", at, LIMITS.url);
  checkString(findings, element, "accessibility_label", at, LIMITS.accessibilityLabel);
  if (element.style !== undefined && element.style !== "primary" && element.style !== "danger") {
    report(findings, `${at}/style`, "must be one of: primary, danger");
  }
}

const TRIGGERS = ["on_enter_pressed", "on_character_entered"];

/** When an input whose block says `dispatch_action` tells what is typed in it. */
function checkDispatch(findings: Findings, element: Wire, at: string): void {
  const config = element.dispatch_action_config;
  if (config === undefined) return;
  const pointer = `${at}/dispatch_action_config`;
  if (!isWire(config)) {
    report(findings, pointer, "must be an object");
    return;
  }
  checkList(findings, config, "trigger_actions_on", pointer, { min: 1, max: 2 }, (trigger, place) => {
    if (!TRIGGERS.includes(String(trigger)))
      report(findings, place, `must be one of: ${TRIGGERS.join(", ")}`);
  });
}

function checkTyped(findings: Findings, element: Wire, at: string): void {
  checkDispatch(findings, element, at);
  checkText(findings, element, "placeholder", at, { max: LIMITS.placeholder });
  checkString(findings, element, "initial_value", at, LIMITS.inputLength);
  if (element.initial_value === "") report(findings, `${at}/initial_value`, "must be more than 0 characters");
  for (const key of ["min_length", "max_length"]) {
    const value = element[key];
    if (value === undefined) continue;
    const fits = typeof value === "number" && value >= 0 && value <= LIMITS.inputLength;
    if (!fits) report(findings, `${at}/${key}`, `must be between 0 and ${LIMITS.inputLength}`);
  }
}

function checkPicker(findings: Findings, element: Wire, at: string): void {
  checkText(findings, element, "placeholder", at, { max: LIMITS.placeholder });
}

/** A date or a time in the form that Slack writes it. */
function checkForm(findings: Findings, element: Wire, key: string, at: string, form: RegExp): void {
  const value = element[key];
  if (value !== undefined && !form.test(String(value))) report(findings, `${at}/${key}`, "invalid format");
}

/** The app knows the options; those that it begins with are whole ones, in their usual form. */
function checkExternal(findings: Findings, element: Wire, at: string): void {
  checkPicker(findings, element, at);
  const each = (option: unknown, pointer: string) => checkOption(findings, option, pointer, ["plain_text"]);
  if (element.initial_option !== undefined) each(element.initial_option, `${at}/initial_option`);
  if (element.initial_options !== undefined)
    checkList(findings, element, "initial_options", at, { min: 1, max: LIMITS.options }, each);
  const least = element.min_query_length;
  if (least !== undefined && !(Number.isInteger(least) && Number(least) >= 0))
    report(findings, `${at}/min_query_length`, "must be a whole number");
}

function checkMost(findings: Findings, element: Wire, at: string): void {
  const most = element.max_selected_items;
  if (most !== undefined && !(Number.isInteger(most) && Number(most) >= 1))
    report(findings, `${at}/max_selected_items`, "must be a whole number of at least 1");
}

const CHOICES: ElementRule = (findings, element, at) =>
  checkOptions(findings, element, at, { min: 1, max: LIMITS.choices }, TEXTS);

const RULES: Record<string, ElementRule> = {
  button: checkButton,
  workflow_button: checkButton,
  static_select: checkStaticSelect,
  multi_static_select: checkStaticSelect,
  overflow: (findings, element, at) =>
    checkOptions(findings, element, at, { min: 1, max: LIMITS.overflowOptions }, ["plain_text"]),
  radio_buttons: CHOICES,
  checkboxes: CHOICES,
  plain_text_input: checkTyped,
  email_text_input: checkTyped,
  url_text_input: checkTyped,
  number_input: checkPicker,
  rich_text_input: checkPicker,
  file_input: () => {},
  datepicker: (findings, element, at) => {
    checkPicker(findings, element, at);
    checkForm(findings, element, "initial_date", at, /^\d{4}-\d\d-\d\d$/);
  },
  timepicker: (findings, element, at) => {
    checkPicker(findings, element, at);
    checkForm(findings, element, "initial_time", at, /^\d\d:\d\d$/);
  },
  datetimepicker: (findings, element, at) =>
    checkForm(findings, element, "initial_date_time", at, /^\d{10}$/),
};
for (const source of ["users", "channels", "conversations"]) {
  RULES[`${source}_select`] = checkPicker;
  RULES[`multi_${source}_select`] = checkPicker;
}
RULES.external_select = checkExternal;
RULES.multi_external_select = checkExternal;

const ONLY_IN_INPUTS = new Set([
  "plain_text_input",
  "email_text_input",
  "url_text_input",
  "number_input",
  "file_input",
]);

/** What a kind of block can't hold. */
const ABSENT: Record<"input" | "actions" | "section", ReadonlySet<string>> = {
  input: new Set(["button", "workflow_button", "overflow"]),
  actions: ONLY_IN_INPUTS,
  section: new Set([...ONLY_IN_INPUTS, "datetimepicker"]),
};

/** An interactive element at `at`, in a block of that kind. */
export function checkElement(
  findings: Findings,
  element: unknown,
  at: string,
  inside: keyof typeof ABSENT,
): void {
  const type = isWire(element) ? String(element.type) : "";
  const rule = RULES[type];
  const misplaced = ABSENT[inside].has(type);
  if (!isWire(element) || rule === undefined || misplaced) {
    report(findings, at, `unsupported type: ${type === "" ? "none" : type}`);
    return;
  }
  checkString(findings, element, "action_id", at, LIMITS.id);
  checkConfirm(findings, element, at);
  checkMost(findings, element, at);
  rule(findings, element, at);
}

/** An image, as element or as block. */
export function checkImage(findings: Findings, image: Wire, at: string): void {
  checkString(findings, image, "alt_text", at, LIMITS.altText, true);
  if (image.slack_file === undefined) checkString(findings, image, "image_url", at, LIMITS.url, true);
}

/** What may stand in a context block: an image or a text. */
export function checkContextElement(findings: Findings, element: unknown, at: string): void {
  if (isWire(element) && element.type === "image") checkImage(findings, element, at);
  else checkTextObject(findings, element, at, LIMITS.sectionText, TEXTS);
}
