/** Everything one chooses or types with: selects of all sources, dates and times, boxes, texts. */
import type { JSX } from "preact";
import { useWorld } from "../world.tsx";
import { type ChoiceProps, common, type Value } from "./choice-props.ts";
import { External } from "./external.tsx";
import { showPlain } from "./plain.ts";
import { flag, list, str, strings, textOf, type Wire } from "./read.ts";

const TEXT_TYPES: Readonly<Record<string, string>> = {
  plain_text_input: "text",
  email_text_input: "email",
  url_text_input: "url",
  number_input: "number",
  datepicker: "date",
  timepicker: "time",
};

const EXTERNAL = ["external_select", "multi_external_select"];
const ONE = ["static_select", "users_select", "channels_select", "conversations_select"];
const SEVERAL = [
  "checkboxes",
  "multi_static_select",
  "multi_users_select",
  "multi_channels_select",
  "multi_conversations_select",
];

export function isChoice(element: Wire): boolean {
  const type = String(element.type);
  const other = ["datetimepicker", "radio_buttons", ...EXTERNAL];
  return type in TEXT_TYPES || ONE.includes(type) || SEVERAL.includes(type) || other.includes(type);
}

export function Choice(props: ChoiceProps): JSX.Element {
  const type = String(props.element.type);
  if (type === "plain_text_input" && flag(props.element, "multiline")) return <LongText {...props} />;
  if (type in TEXT_TYPES) return <Field {...props} type={TEXT_TYPES[type] ?? "text"} />;
  if (ONE.includes(type)) return <Select {...props} />;
  if (type === "datetimepicker") return <DateTime {...props} />;
  if (EXTERNAL.includes(type)) return <External {...props} />;
  return <Boxes {...props} several={type !== "radio_buttons"} />;
}

function one(value: Value, initial: string): string {
  return value === null ? initial : Array.isArray(value) ? (value[0] ?? "") : value;
}

function Field(props: ChoiceProps & { type: string }): JSX.Element {
  const { element, value, onChoose, onEnter, type } = props;
  const initial =
    str(element, "initial_value") || str(element, "initial_date") || str(element, "initial_time");
  return (
    <input
      {...common(props)}
      class="field"
      type={type}
      {...(flag(element, "is_decimal_allowed") ? { step: "any" } : {})}
      placeholder={textOf(element, "placeholder")}
      value={one(value, initial)}
      onInput={(event) => onChoose(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (onEnter === undefined || event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        onEnter();
      }}
    />
  );
}

function LongText(props: ChoiceProps): JSX.Element {
  return (
    <textarea
      {...common(props)}
      class="field"
      rows={4}
      placeholder={textOf(props.element, "placeholder")}
      value={one(props.value, str(props.element, "initial_value"))}
      onInput={(event) => props.onChoose(event.currentTarget.value)}
    />
  );
}

interface Option {
  readonly label: string;
  readonly value: string;
  readonly hint: string;
}

function useOptions(element: Wire): { group: string; options: Option[] }[] {
  const { slack, app } = useWorld();
  const type = String(element.type);
  if (type.includes("users")) {
    const people = slack.users.filter((user) => !user.isBot && !user.deleted);
    return [
      { group: "", options: people.map(({ id, realName }) => ({ label: realName, value: id, hint: "" })) },
    ];
  }
  if (type.includes("channels") || type.includes("conversations")) {
    const wide = type.includes("conversations");
    const places = slack.channels.filter(({ kind }) => kind === "channel" || kind === "group" || wide);
    const name = (kind: string, given: string) => (kind === "im" ? app.name : `#${given}`);
    return [
      {
        group: "",
        options: places.map(({ id, kind, name: n }) => ({ label: name(kind, n), value: id, hint: "" })),
      },
    ];
  }
  const read = (of: Wire) =>
    list(of, "options").map((option) => ({
      label: showPlain(textOf(option)),
      value: str(option, "value"),
      hint: showPlain(textOf(option, "description")),
    }));
  const groups = list(element, "option_groups");
  if (groups.length === 0) return [{ group: "", options: read(element) }];
  return groups.map((group) => ({ group: showPlain(textOf(group, "label")), options: read(group) }));
}

function initialChoices(element: Wire): string[] {
  const options = [...list(element, "initial_options"), ...list({ all: [element.initial_option] }, "all")];
  const ids = ["initial_users", "initial_channels", "initial_conversations"].flatMap((key) =>
    strings(element, key),
  );
  const single = ["initial_user", "initial_channel", "initial_conversation"].map((key) => str(element, key));
  return [...options.map((option) => str(option, "value")), ...ids, ...single.filter((id) => id !== "")];
}

function Select(props: ChoiceProps): JSX.Element {
  const { element, onChoose } = props;
  const groups = useOptions(element);
  const drawn = groups.map(({ group, options }) => {
    const inside = options.map((option) => (
      <option key={option.value} value={option.value}>
        {option.label}
      </option>
    ));
    if (group === "") return inside;
    return (
      <optgroup key={group} label={group}>
        {inside}
      </optgroup>
    );
  });
  return (
    <select
      {...common(props)}
      class="field"
      value={one(props.value, initialChoices(element)[0] ?? "")}
      onChange={(event) => onChoose(event.currentTarget.value === "" ? [] : event.currentTarget.value)}
    >
      <option value="">{textOf(element, "placeholder") || "Choose one"}</option>
      {drawn}
    </select>
  );
}

/** Check boxes, radio buttons, and selects of several. */
function Boxes(props: ChoiceProps & { several: boolean }): JSX.Element {
  const { element, value, several, onChoose } = props;
  const chosen = value === null ? initialChoices(element) : Array.isArray(value) ? value : [value];
  const options = useOptions(element).flatMap((group) => group.options);
  const change = (option: string, on: boolean) => {
    if (!several) return onChoose(option);
    const rest = chosen.filter((known) => known !== option);
    return onChoose(on ? [...rest, option] : rest);
  };
  return (
    <fieldset class="boxes" aria-label={props.label}>
      {options.map((option) => (
        <label key={option.value} class="box">
          <input
            type={several ? "checkbox" : "radio"}
            checked={chosen.includes(option.value)}
            onChange={(event) => change(option.value, event.currentTarget.checked)}
          />
          <span>
            {option.label}
            {option.hint !== "" && <small>{option.hint}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Seconds since 1970 as the field's local form, and back. */
function DateTime(props: ChoiceProps): JSX.Element {
  const seconds = Number(one(props.value, str(props.element, "initial_date_time")));
  const local = seconds > 0 ? new Date(seconds * 1000 - zoneOffset(seconds)).toISOString().slice(0, 16) : "";
  return (
    <input
      {...common(props)}
      class="field"
      type="datetime-local"
      value={local}
      onInput={({ currentTarget }) => {
        const at = Math.floor(new Date(currentTarget.value).getTime() / 1000);
        props.onChoose(Number.isNaN(at) ? [] : String(at));
      }}
    />
  );
}

function zoneOffset(seconds: number): number {
  return new Date(seconds * 1000).getTimezoneOffset() * 60_000;
}
