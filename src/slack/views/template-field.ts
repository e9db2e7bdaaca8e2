/** The menu of templates in a form, what is said of the one that was chosen, and the fields for what it asks. */
import type { KnownBlock } from "@slack/types";
import type { RecipientOption } from "../../bridge/new-text/new-text-form.ts";
import type { ShownTemplate } from "../../bridge/new-text/template-in-form.ts";
import type { TemplateId } from "../../domain/ids.ts";
import { type Json, listIn, recordIn, stringIn } from "../../lib/json.ts";
import { escapeMrkdwn } from "../text/escape-mrkdwn.ts";
import { actions, button, context } from "./blocks.ts";
import { blockId, drawOption, plainText, type Turns } from "./form-fields.ts";
import { drawValue, readValues, valueName } from "./value-field.ts";

/** `choose`: the menu, which tells of each choice. */
export const templateFieldActions = { choose: "text.template", use: "text.use_template" } as const;

export const noTemplate: ShownTemplate = {
  standing: null,
  words: null,
  isOffered: false,
  asks: [],
  reads: null,
};

export function drawTemplate(
  chosen: RecipientOption | null,
  { words, isOffered }: ShownTemplate,
  turns: Turns,
): KnownBlock[] {
  return [
    {
      type: "input",
      block_id: blockId("template", turns),
      optional: true,
      dispatch_action: true,
      label: plainText("Template"),
      element: {
        type: "external_select",
        action_id: templateFieldActions.choose,
        min_query_length: 0,
        placeholder: plainText("Key, name or words"),
        ...(chosen === null ? {} : { initial_option: drawOption(chosen) }),
      },
    },
    ...(words === null ? [] : [{ ...context(escapeMrkdwn(words)), block_id: "template-words" }]),
    ...(isOffered ? [actions([button("Use template", templateFieldActions.use, "use")])] : []),
  ];
}

export function drawAsked(
  asks: ShownTemplate["asks"],
  answers: readonly string[],
  turns: Turns,
): KnownBlock[] {
  return asks.map(({ label }, index) =>
    drawValue({ id: answerBlock(index, turns), label, typed: answers[index] ?? "" }),
  );
}

/** All of them are drawn anew where something else is asked. */
function answerBlock(index: number, turns: Turns): string {
  const name = valueName(index);
  return blockId(name, { [name]: turns.value ?? 0 });
}

/** From the first on, as far as there are fields. */
export function readAnswers(values: Json): readonly string[] {
  return readValues(values, Object.keys(values).filter((id) => id.startsWith("value.")).length);
}

/** What the form is drawn with is known again when it is sent: ids alone. */
export function keptTemplate({ standing, asks }: ShownTemplate) {
  return { template: standing, asks: asks.map(({ id }) => id) };
}

export interface KeptTemplate {
  readonly standing: ShownTemplate["standing"];
  readonly asks: readonly string[];
}

export function readKeptTemplate(metadata: Json): KeptTemplate {
  const template = recordIn(metadata, "template") ?? {};
  const [id, { version }] = [stringIn(template, "id"), template];
  return {
    standing: id === undefined || typeof version !== "number" ? null : { id: id as TemplateId, version },
    asks: listIn(metadata, "asks").filter((each) => typeof each === "string"),
  };
}
