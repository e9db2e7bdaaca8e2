/** The form in which a template is written. */
import type { KnownBlock, ModalView, PlainTextOption } from "@slack/types";
import type {
  SeenTemplate,
  TemplateForm,
  TemplatePreview,
  TypedTemplate,
} from "../../bridge/template-library/template-form.ts";
import type { TemplateId } from "../../domain/ids.ts";
import { variableNames } from "../../domain/template-variables.ts";
import { type Json, listIn, recordIn, stringIn } from "../../lib/json.ts";
import { emojiFromTyped } from "../text/emoji-from-typed.ts";
import { escapeMrkdwn, plain } from "../text/escape-mrkdwn.ts";
import { actions, button, context, sections } from "./blocks.ts";
import { chosenIn, drawOption, fieldIn, parseMetadata, plainText } from "./form-fields.ts";
import { nameLimit, sentenceMrkdwn } from "./sentences.ts";
import { type Below, drawTemplateWords, readBelow, templateActions } from "./template-modals.ts";

export const templateEditId = "template.edit";

/** Slack's limit: longer than a template may be, so that what is too long is said in words. */
const mostTyped = 3_000;
const mostNamed = 300;

/** What it was drawn with. */
export interface TemplateEditState {
  readonly seen: SeenTemplate | null;
  /** Where it is no question. */
  readonly scope: string | null;
  readonly below: Below;
}

export function drawTemplateEdit(form: TemplateForm, below: Below, teamUrl = ""): ModalView {
  const { seen, typed, scopes, said, preview } = form;
  const [only, ...more] = scopes;
  const isQuestion = more.length > 0;
  const state = { seen, scope: isQuestion ? null : (only?.value ?? null) };
  return {
    type: "modal",
    callback_id: templateEditId,
    private_metadata: JSON.stringify({ ...state, ...below }),
    title: plainText(seen === null ? "New template" : "Edit template"),
    submit: plainText("Save"),
    close: plainText("Cancel"),
    blocks: [
      ...said.flatMap((sentence) => sections(`:warning: ${sentenceMrkdwn(sentence, teamUrl)}`)),
      isQuestion ? scopeField(form) : context(whose(only?.label ?? "")),
      typedField("name", "Name", typed.name, "What people choose it by."),
      typedField("key", "Key", typed.key, keyHint),
      textField(typed.text),
      literalField(typed.literal),
      actions([button("Preview", templateActions.preview, "preview")]),
      ...(preview === null ? [] : drawPreview(preview)),
      context(variablesHint),
    ],
  };
}

const keyHint =
  "Typed as !key in a thread: letters from a to z, digits and hyphens. Leave it empty for one made from the name.";

const variablesHint = [
  "*Filled in when it is sent:*",
  variableNames.map((name) => `\`{{${name}}}\``).join(", "),
  "and `{{link.NAME}}` for a link of the directory. `{{contact.first_name|there}}` says “there” where the name is not known;",
  "`{{?appointment day}}` asks whoever sends it.",
].join(" ");

function whose(label: string): string {
  return label === "Yours" ? "It is yours: nobody else sees it." : `Of ${plain(label, nameLimit)}`;
}

function scopeField({ scopes, typed }: TemplateForm): KnownBlock {
  const options = scopes.slice(0, 100).map(drawOption);
  const initial = options.find(({ value }) => value === typed.scope);
  return {
    type: "input",
    block_id: "scope",
    dispatch_action: true,
    label: plainText("Whose"),
    hint: plainText(
      "Yours is for you alone. A group’s and the company’s are used by all in it and changed by managers.",
    ),
    element: {
      type: "static_select",
      action_id: templateActions.scope,
      options,
      ...(initial === undefined ? {} : { initial_option: initial }),
    },
  };
}

function typedField(name: "name" | "key", label: string, value: string, hint: string): KnownBlock {
  return {
    type: "input",
    block_id: name,
    optional: name === "key",
    label: plainText(label),
    hint: plainText(hint),
    element: {
      type: "plain_text_input",
      action_id: name,
      max_length: mostNamed,
      ...(value === "" ? {} : { initial_value: value.slice(0, mostNamed) }),
    },
  };
}

function textField(value: string): KnownBlock {
  return {
    type: "input",
    block_id: "text",
    label: plainText("Text"),
    hint: plainText("At most 1,000 characters."),
    element: {
      type: "plain_text_input",
      action_id: "text",
      multiline: true,
      max_length: mostTyped,
      ...(value === "" ? {} : { initial_value: value.slice(0, mostTyped) }),
    },
  };
}

const literal: PlainTextOption = {
  value: "literal",
  text: plainText("Keep braces as typed: fill nothing in"),
};

function literalField(isLiteral: boolean): KnownBlock {
  return {
    type: "input",
    block_id: "literal",
    optional: true,
    label: plainText("Braces"),
    element: {
      type: "checkboxes",
      action_id: "literal",
      options: [literal],
      ...(isLiteral ? { initial_options: [literal] } : {}),
    },
  };
}

function drawPreview({ text, length }: TemplatePreview): KnownBlock[] {
  return [
    { ...context(`*Filled in for an example:* ${escapeMrkdwn(length)}`), block_id: "preview" },
    drawTemplateWords(text),
  ];
}

export function readTemplateEdit(metadata: string): TemplateEditState {
  const read = parseMetadata(metadata);
  const seen = recordIn(read, "seen") ?? {};
  const id = stringIn(seen, "id");
  return {
    seen: id === undefined ? null : { id: id as TemplateId, version: Number(seen.version) },
    scope: stringIn(read, "scope") ?? null,
    below: readBelow(metadata),
  };
}

export function readTyped(values: Json, { scope }: Pick<TemplateEditState, "scope">): TypedTemplate {
  const typed = (name: string) => stringIn(fieldIn(values, name), "value") ?? "";
  return {
    scope: chosenIn(values, "scope")?.value ?? scope,
    name: emojiFromTyped(typed("name")),
    key: typed("key"),
    text: emojiFromTyped(typed("text")),
    literal: listIn(fieldIn(values, "literal"), "selected_options").length > 0,
  };
}
