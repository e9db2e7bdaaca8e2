/** The form in which its author changes a text that has not left. */
import type { ModalView } from "@slack/types";
import type { TextForm } from "../../bridge/composing/change-text.ts";
import type { TextCheck } from "../../bridge/new-text/check-new-text.ts";
import type { E164, MessageId } from "../../domain/ids.ts";
import { type Json, stringIn } from "../../lib/json.ts";
import { escapeMrkdwn } from "../text/escape-mrkdwn.ts";
import { oneLine } from "../text/inert.ts";
import { context } from "./blocks.ts";
import { fieldIn, parseMetadata, plainText, readTurns, type Turns } from "./form-fields.ts";
import { nameLimit } from "./sentences.ts";
import { drawQuestions, drawTextField } from "./text-field.ts";

export const editTextId = "text.edit";

/** What it was drawn with, and is drawn anew with. */
export interface EditTextState {
  readonly message: MessageId;
  readonly line: E164 | null;
  readonly turns: Turns;
  /** What was asked before it is saved; saving it again says yes. */
  readonly asked: string | null;
}

interface Said {
  /** The contact as people read it; null where that is not known any more. */
  readonly to: string | null;
  readonly check?: TextCheck;
  readonly questions?: readonly string[];
}

export function editTextState({ message, line }: TextForm): EditTextState {
  return { message, line: line?.number ?? null, turns: {}, asked: null };
}

export function drawEditText(state: EditTextState, typed: string, said: Said): ModalView {
  return {
    type: "modal",
    callback_id: editTextId,
    private_metadata: JSON.stringify(state),
    title: plainText("Edit text"),
    submit: plainText("Save"),
    close: plainText("Cancel"),
    blocks: [
      ...(said.to === null ? [] : [context(escapeMrkdwn(`To ${oneLine(said.to, nameLimit)}`))]),
      ...drawTextField({ typed, check: said.check ?? null, turns: state.turns }),
      ...drawQuestions(said.questions ?? []),
    ],
  };
}

export function readEditText(metadata: string): EditTextState {
  const read = parseMetadata(metadata);
  return {
    message: (stringIn(read, "message") ?? "") as MessageId,
    line: (stringIn(read, "line") ?? null) as E164 | null,
    turns: readTurns(read),
    asked: stringIn(read, "asked") ?? null,
  };
}

export function typedText(values: Json): string {
  return stringIn(fieldIn(values, "text"), "value") ?? "";
}
