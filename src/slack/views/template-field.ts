/** The menu of templates in a form, what is said of the one that was chosen, and the fields for what it asks. */
import type { KnownBlock } from "@slack/types";
import type { RecipientOption } from "../../bridge/new-text/new-text-form.ts";
import type { ShownTemplate } from "../../bridge/new-text/template-in-form.ts";
import type { TemplateId } from "../../domain/ids.ts";
import { type Json, listIn, recordIn, stringIn } from "../../lib/json.ts";
import { escapeMrkdwn } from "../text/escape-mrkdwn.ts";
import { emptyWords, oneLine } from "../text/inert.ts";
import { actions, button, context } from "./blocks.ts";
import { blockId, drawOption, fieldIn, plainText, type Turns } from "./form-fields.ts";

/** `choose`: the menu, which tells of each choice. */
export const templateFieldActions = { choose: "text.template", use: "text.use_template" } as const;

export const noTemplate: ShownTemplate = {
  standing: null,
  words: null,
  isOffered: false,
  asks: [],
  reads: null,
};

const longestQuestion = 200;

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

/** Not required: what it asks for may have been taken out of the text since. */
export function drawAsked(
  asks: ShownTemplate["asks"],
  answers: readonly string[],
  turns: Turns,
): KnownBlock[] {
  return asks.map(({ label }, index) => {
    const answer = answers[index] ?? "";
    return {
      type: "input",
      block_id: answerBlock(index, turns),
      optional: true,
      label: plainText(oneLine(label, longestQuestion) || emptyWords),
      hint: plainText(neededWhileAsked),
      element: {
        type: "plain_text_input",
        action_id: "value",
        max_length: longestAnswer,
        ...(answer === "" ? {} : { initial_value: answer.slice(0, longestAnswer) }),
      },
    };
  });
}

/** Slack calls each such field optional. */
export const neededWhileAsked = "It is needed as long as the text asks for it.";

const longestAnswer = 500;

/** `value.1` for the first; all of them are drawn anew where something else is asked. */
function answerBlock(index: number, turns: Turns): string {
  const name = `value.${index + 1}`;
  return blockId(name, { [name]: turns.value ?? 0 });
}

/** The name of the field where something is asked. */
export function answerField(index: number): string {
  return `value.${index + 1}`;
}

/** From the first on, as far as there are fields. */
export function readAnswers(values: Json): readonly string[] {
  const count = Object.keys(values).filter((id) => id.startsWith("value.")).length;
  return Array.from(
    { length: count },
    (_, index) => stringIn(fieldIn(values, answerField(index)), "value") ?? "",
  );
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
