import { isExternal, offered } from "./offers.ts";
import { isWire, listOf, type Wire } from "./wire.ts";

/** What a person typed or chose, before it has Slack's form. */
export type Chosen = string | string[] | null;

type Shape = { key: string; many: boolean; option: boolean };

const SHAPES: Record<string, Shape> = {
  plain_text_input: { key: "value", many: false, option: false },
  email_text_input: { key: "value", many: false, option: false },
  url_text_input: { key: "value", many: false, option: false },
  number_input: { key: "value", many: false, option: false },
  static_select: { key: "selected_option", many: false, option: true },
  external_select: { key: "selected_option", many: false, option: true },
  radio_buttons: { key: "selected_option", many: false, option: true },
  overflow: { key: "selected_option", many: false, option: true },
  users_select: { key: "selected_user", many: false, option: false },
  channels_select: { key: "selected_channel", many: false, option: false },
  conversations_select: { key: "selected_conversation", many: false, option: false },
  datepicker: { key: "selected_date", many: false, option: false },
  timepicker: { key: "selected_time", many: false, option: false },
  datetimepicker: { key: "selected_date_time", many: false, option: false },
  checkboxes: { key: "selected_options", many: true, option: true },
  multi_static_select: { key: "selected_options", many: true, option: true },
  multi_external_select: { key: "selected_options", many: true, option: true },
  multi_users_select: { key: "selected_users", many: true, option: false },
  multi_channels_select: { key: "selected_channels", many: true, option: false },
  multi_conversations_select: { key: "selected_conversations", many: true, option: false },
};

const INITIAL: Record<string, string> = {
  value: "initial_value",
  selected_option: "initial_option",
  selected_options: "initial_options",
  selected_user: "initial_user",
  selected_users: "initial_users",
  selected_channel: "initial_channel",
  selected_channels: "initial_channels",
  selected_conversation: "initial_conversation",
  selected_conversations: "initial_conversations",
  selected_date: "initial_date",
  selected_time: "initial_time",
  selected_date_time: "initial_date_time",
};

/** The element's options, those in groups included. */
export function optionsOf(element: Wire): Wire[] {
  const groups = listOf(element.option_groups).flatMap((group) => listOf(group.options));
  return [...listOf(element.options), ...groups];
}

/** Whether the element keeps a value that `state` reports. Buttons and overflow menus don't. */
export function isStateful(element: Wire): boolean {
  return SHAPES[String(element.type)] !== undefined && element.type !== "overflow";
}

/** The option whose value was chosen; null when there is none such. */
function findOption(element: Wire, value: string, before: Wire): Wire | null {
  const known = isExternal(element) ? keptOptions(before) : optionsOf(element);
  return offered(element, value) ?? known.find((option) => option.value === value) ?? null;
}

/** What is chosen already can stay chosen, although no menu offers it now. */
function keptOptions(state: Wire): Wire[] {
  return [...listOf([state.selected_option]), ...listOf(state.selected_options)];
}

const FORMS: Record<string, RegExp> = {
  selected_date: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
  selected_time: /^(?:[01]\d|2[0-3]):[0-5]\d$/,
  selected_date_time: /^\d{10}$/,
};

function single(element: Wire, shape: Shape, value: string, before: Wire): unknown {
  if (shape.option) return findOption(element, value, before);
  if (FORMS[shape.key]?.test(value) === false) return null;
  return shape.key === "selected_date_time" ? Number(value) : value;
}

/**
 * The element's state on the wire after `chosen`; null where an option doesn't exist, or a date or time is none.
 * `before`: what it was.
 */
export function chosenState(
  element: Wire,
  chosen: Chosen,
  before: Wire = initialState(element),
): Wire | null {
  const type = String(element.type);
  const shape = SHAPES[type];
  if (shape === undefined) return null;
  if (chosen === null || (chosen === "" && shape.key === "value"))
    return { type, [shape.key]: shape.many ? [] : null };
  const values = Array.isArray(chosen) ? chosen : [chosen];
  const picked = values.map((value) => single(element, shape, value, before));
  if (picked.includes(null)) return null;
  return { type, [shape.key]: shape.many ? picked : (picked[0] ?? null) };
}

/** The element's state before anyone touches it. */
export function initialState(element: Wire): Wire {
  const type = String(element.type);
  const shape = SHAPES[type];
  if (shape === undefined) return { type };
  const initial = element[INITIAL[shape.key] ?? ""];
  return { type, [shape.key]: initial ?? (shape.many ? [] : null) };
}

/** Whether a state holds something: a required input needs it. */
export function isFilled(state: Wire | undefined): boolean {
  if (state === undefined) return false;
  return Object.entries(state).some(([key, value]) => {
    if (key === "type" || value === null || value === "") return false;
    return !Array.isArray(value) || value.length > 0;
  });
}

/** Every interactive element of some blocks, with its block. */
export function elementsIn(blocks: Wire[]): { block: Wire; element: Wire }[] {
  return blocks.flatMap((block) => {
    const inside = [block.accessory, block.element, ...(Array.isArray(block.elements) ? block.elements : [])];
    const elements = inside.filter((element): element is Wire => isWire(element) && "action_id" in element);
    return elements.map((element) => ({ block, element }));
  });
}
