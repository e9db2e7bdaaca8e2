/** The form in which a filled-in template is looked over, completed and sent, or kept. */
import { createHash } from "node:crypto";
import type { KnownBlock, ModalView } from "@slack/types";
import type { TextCheck } from "../../bridge/new-text/check-new-text.ts";
import type { FillForm, FillHead, FillIds } from "../../bridge/templates/fill-form.ts";
import { fillGaps, type Gap, gapsIn } from "../../domain/filled-template.ts";
import type { DraftId, EpisodeId, TemplateId, Username } from "../../domain/ids.ts";
import { type Json, listIn, stringIn } from "../../lib/json.ts";
import { emojiFromTyped } from "../text/emoji-from-typed.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { actions, button, context, sections } from "./blocks.ts";
import {
  blockId,
  errorAt,
  fieldIn,
  fieldOf,
  parseMetadata,
  plainText,
  readTurns,
  type Turns,
} from "./form-fields.ts";
import { nameLimit } from "./sentences.ts";
import { drawQuestions, drawTextField } from "./text-field.ts";
import { drawValue, readValues, valueName } from "./value-field.ts";
import { type ChosenTime, drawWhen, readWhen } from "./when-field.ts";

export const templateFillId = "template.fill";

/** The value of those at a draft is its id. */
export const draftActions = {
  keep: "draft.keep",
  open: "draft.open",
  send: "draft.send",
  discard: "draft.discard",
} as const;

/** A modal holds a hundred blocks: what else is missing is written into the text itself. */
const mostAsked = 80;

export interface FillState {
  readonly ids: FillIds;
  /** Null where its conversation is not known any more. */
  readonly head: FillHead | null;
  readonly filled: FilledFields;
  /** What each field asks for, in their order; null for one that is asked for no more. */
  readonly gaps: readonly (Gap | null)[];
  readonly check: TextCheck;
  readonly turns: Turns;
  /** What is asked, or said, before it is sent; sending it again says yes to `asked`. */
  readonly questions: readonly string[];
  readonly asked: string | null;
}

export interface FilledFields extends ChosenTime {
  readonly text: string;
  /** By the field: the first is of `value.1`. */
  readonly values: readonly string[];
}

export function fillState({ kind: _, text, gaps, check, at, unlessTheyWrite, ...form }: FillForm): FillState {
  const { episode, template, version, draft, assignee, contact, line, name } = form;
  return {
    ids: { episode, template, version, draft, assignee },
    head: { contact, line, name },
    filled: { text, values: [], at, unlessTheyWrite },
    gaps: gaps.slice(0, mostAsked),
    check,
    turns: {},
    questions: [],
    asked: null,
  };
}

export function drawTemplateFill(state: FillState): ModalView {
  const { ids, head, filled, gaps, check, turns, questions, asked } = state;
  const named = gaps.map((gap) => (gap === null ? "" : gapId(gap.label)));
  return {
    type: "modal",
    callback_id: templateFillId,
    private_metadata: JSON.stringify({ ...ids, turns, asked, gaps: named }),
    title: plainText("Text from template"),
    submit: plainText("Send"),
    close: plainText("Cancel"),
    blocks: [
      ...(head === null ? [] : heading(head)),
      ...gaps.flatMap((gap, index) => (gap === null ? [] : [value(gap, index, turns, filled.values[index])])),
      ...drawTextField({ typed: filled.text, check: besides(check, questions), turns }),
      ...drawQuestions(questions),
      ...drawWhen(filled, turns),
      actions([button("Keep as draft", draftActions.keep, "keep")]),
    ],
  };
}

/** What is asked below is not said twice. */
function besides({ warnings, ...check }: TextCheck, questions: readonly string[]): TextCheck {
  return { ...check, warnings: warnings.filter((words) => !questions.includes(words)) };
}

function heading({ contact, line, name }: FillHead): KnownBlock[] {
  const from =
    line === null ? "From no line: you have none to answer from" : `From ${plain(line.label, nameLimit)}`;
  const template = name === null ? "A forgotten template" : `Template ${plain(name, nameLimit)}`;
  return [...sections(`To *${plain(contact, nameLimit)}*`), context(`${from}  ·  ${template}`)];
}

function value({ label, why }: Gap, index: number, turns: Turns, typed = ""): KnownBlock {
  return drawValue({ id: blockId(valueName(index), turns), label, why, typed });
}

/** Short for what is asked for: what stands in a template is not written beside the form. */
function gapId(label: string): string {
  return createHash("sha256").update(emojiFromTyped(label)).digest("base64url").slice(0, 8);
}

/** What somebody has filled in so far, and what it was drawn with. */
export interface ReadFill {
  readonly ids: FillIds;
  readonly turns: Turns;
  readonly asked: string | null;
  readonly filled: FilledFields;
  /** By the field. */
  readonly gapIds: readonly string[];
}

export function readFill(metadata: string, values: Json): ReadFill {
  const read = parseMetadata(metadata);
  const { version } = read;
  const gapIds = listIn(read, "gaps").map(String);
  return {
    ids: {
      episode: (stringIn(read, "episode") ?? "") as EpisodeId,
      template: (stringIn(read, "template") ?? null) as TemplateId | null,
      version: typeof version === "number" ? version : null,
      draft: (stringIn(read, "draft") ?? null) as DraftId | null,
      assignee: (stringIn(read, "assignee") ?? null) as Username | null,
    },
    turns: readTurns(read),
    asked: stringIn(read, "asked") ?? null,
    filled: {
      text: stringIn(fieldIn(values, "text"), "value") ?? "",
      values: readValues(values, gapIds.length),
      ...readWhen(values),
    },
    gapIds,
  };
}

/** As it would leave: the text as it stands, with the values in it. */
export function bodyOf({ filled: { text, values }, gapIds }: Pick<ReadFill, "filled" | "gapIds">): string {
  const byLabel = gapsIn(text).map(
    ({ label }) => [label, values[gapIds.indexOf(gapId(label))] ?? ""] as const,
  );
  return emojiFromTyped(fillGaps(text, new Map(byLabel)));
}

/** What the fields ask for when it is drawn anew: those that stood there keep their places, what came into the text since comes after. */
export function askedFor({ filled, gapIds }: ReadFill, known: readonly Gap[]): readonly (Gap | null)[] {
  const inText = gapsIn(filled.text, known);
  const named = new Map([...known, ...inText].map((gap) => [gapId(gap.label), gap]));
  const stood = gapIds.map((id) => named.get(id) ?? null);
  const added = inText.filter(({ label }) => !gapIds.includes(gapId(label)));
  return [...stood, ...added].slice(0, mostAsked);
}

/** The field at which it is said that this is missing. */
export function errorAtGap(
  inputs: readonly string[],
  { gapIds }: Pick<ReadFill, "gapIds">,
  label: string,
): string {
  const index = gapIds.indexOf(gapId(label));
  const field = index < 0 ? undefined : fieldOf(inputs, valueName(index));
  return field ?? errorAt(inputs, "text");
}
