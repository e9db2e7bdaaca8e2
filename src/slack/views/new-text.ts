/** The form in which a text begins. */
import type { KnownBlock, ModalView } from "@slack/types";
import type { TextCheck } from "../../bridge/new-text/check-new-text.ts";
import type { NewTextForm, RecipientOption } from "../../bridge/new-text/new-text-form.ts";
import type { ShownTemplate } from "../../bridge/new-text/template-in-form.ts";
import type { E164 } from "../../domain/ids.ts";
import { isRecord, type Json, listIn, stringIn } from "../../lib/json.ts";
import { escapeMrkdwn } from "../text/escape-mrkdwn.ts";
import { context } from "./blocks.ts";
import {
  blockId,
  chosenIn,
  drawOption,
  fieldIn,
  parseMetadata,
  plainText,
  readOption,
  readTurns,
  type Turns,
} from "./form-fields.ts";
import {
  drawAsked,
  drawTemplate,
  type KeptTemplate,
  keptTemplate,
  readAnswers,
  readKeptTemplate,
} from "./template-field.ts";
import { drawQuestions, drawTextField } from "./text-field.ts";
import { type ChosenTime, drawWhen, readWhen } from "./when-field.ts";

export const newTextId = "text.new";

/** The menu that loads whom a text may go to. */
export const recipientsAction = "text.recipients";

/** Slack's limit for what a menu is drawn with; of what stood in it before, it keeps all. */
const mostShown = 100;

/** What stands in the form, with what was said of it. */
export interface NewTextState {
  readonly form: Pick<NewTextForm, "lines">;
  readonly filled: FilledNewText;
  readonly template: ShownTemplate;
  readonly check: TextCheck | null;
  readonly turns: Turns;
  /** What is asked, or said, before it is sent; sending it again says yes to `asked`. */
  readonly questions: readonly string[];
  readonly asked: string | null;
}

export interface FilledNewText extends ChosenTime {
  readonly to: readonly RecipientOption[];
  readonly line: E164 | null;
  /** What is chosen in the menu of templates: its words need not stand in the text. */
  readonly chosen: RecipientOption | null;
  readonly typed: string;
  /** What was said to what the template asks for, from the first on. */
  readonly answers: readonly string[];
}

export function drawNewText(state: NewTextState): ModalView {
  const { form, filled, template, check, turns, questions, asked } = state;
  return {
    type: "modal",
    callback_id: newTextId,
    private_metadata: JSON.stringify({
      turns,
      asked,
      line: onlyLine(form.lines),
      ...keptTemplate(template),
    }),
    title: plainText("New text"),
    submit: plainText("Send"),
    close: plainText("Cancel"),
    blocks: [
      recipients(filled.to, turns),
      ...from(form.lines, filled.line, turns),
      ...drawTemplate(filled.chosen, template, turns),
      ...drawTextField({ typed: filled.typed, check, turns, reads: template.reads }),
      ...drawAsked(template.asks, filled.answers, turns),
      ...drawQuestions(questions),
      ...drawWhen(filled, turns),
    ],
  };
}

function recipients(to: readonly RecipientOption[], turns: Turns): KnownBlock {
  const options = to.slice(0, mostShown).map(drawOption);
  return {
    type: "input",
    block_id: blockId("recipients", turns),
    label: plainText("To"),
    hint: plainText("Type a name, a number, or a colleague’s username or extension."),
    element: {
      type: "multi_external_select",
      action_id: recipientsAction,
      min_query_length: 1,
      placeholder: plainText("Name or number"),
      ...(options.length === 0 ? {} : { initial_options: options }),
    },
  };
}

/** What stands there as the line it leaves from is what it leaves from, whatever the directory says by then. */
function onlyLine(lines: NewTextForm["lines"]): E164 | null {
  const [first, ...others] = lines;
  return first !== undefined && others.length === 0 ? first.number : null;
}

/** One line is no question. */
function from(lines: NewTextForm["lines"], chosen: E164 | null, turns: Turns): KnownBlock[] {
  const [first] = lines;
  if (first === undefined) return [context("You have no line to text from. You can write to colleagues.")];
  if (lines.length === 1) return [context(`From ${escapeMrkdwn(first.label)}`)];
  const options = lines.map(({ number, label }) => drawOption({ value: number, label }));
  const initial = options.find(({ value }) => value === chosen) ?? options[0];
  return [
    {
      type: "input",
      block_id: blockId("line", turns),
      label: plainText("From"),
      element: {
        type: "static_select",
        action_id: "line",
        options: options.slice(0, 100),
        ...(initial === undefined ? {} : { initial_option: initial }),
      },
    },
  ];
}

/** What somebody has filled in so far. */
export function readFilled(values: Json): FilledNewText {
  const chosen = listIn(fieldIn(values, "recipients"), "selected_options");
  return {
    to: chosen.flatMap((one) => (isRecord(one) ? (readOption(one) ?? []) : [])),
    line: (chosenIn(values, "line")?.value ?? null) as E164 | null,
    chosen: chosenIn(values, "template"),
    typed: stringIn(fieldIn(values, "text"), "value") ?? "",
    answers: readAnswers(values),
    ...readWhen(values),
  };
}

/** With what it was drawn. */
export function readNewTextMetadata(
  metadata: string,
): Pick<NewTextState, "turns" | "asked"> & KeptTemplate & { readonly onlyLine: E164 | null } {
  const read = parseMetadata(metadata);
  const onlyLine = (stringIn(read, "line") ?? null) as E164 | null;
  return {
    turns: readTurns(read),
    asked: stringIn(read, "asked") ?? null,
    onlyLine,
    ...readKeptTemplate(read),
  };
}
