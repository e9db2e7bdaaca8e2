/** The fields for what a template misses, or asks whoever sends it: `value.1` for the first. */
import type { InputBlock } from "@slack/types";
import { type Json, stringIn } from "../../lib/json.ts";
import { emptyWords, oneLine } from "../text/inert.ts";
import { fieldIn, plainText } from "./form-fields.ts";

/** Of what is asked for, and why. */
const longestLabel = 200;

/** In the words of one field. */
const mostTyped = 500;

export function valueName(index: number): string {
  return `value.${index + 1}`;
}

export interface ValueField {
  /** The block's id: its name, or another where it is drawn anew. */
  readonly id: string;
  readonly label: string;
  /** Why it is not known, where that is not plain. */
  readonly why?: string | null;
  readonly typed: string;
}

/** Slack calls each of them optional: what it is for may have been taken out of the text since. */
const neededWhileAsked = "It is needed as long as the text asks for it.";

export function drawValue({ id, label, why = null, typed }: ValueField): InputBlock {
  const hint = why === null ? neededWhileAsked : `${oneLine(why, longestLabel)} ${neededWhileAsked}`;
  return {
    type: "input",
    block_id: id,
    optional: true,
    label: plainText(oneLine(label, longestLabel) || emptyWords),
    hint: plainText(hint),
    element: {
      type: "plain_text_input",
      action_id: "value",
      max_length: mostTyped,
      ...(typed === "" ? {} : { initial_value: typed.slice(0, mostTyped) }),
    },
  };
}

/** What is typed into so many of them, from the first on. */
export function readValues(values: Json, count: number): readonly string[] {
  return Array.from(
    { length: count },
    (_, index) => stringIn(fieldIn(values, valueName(index)), "value") ?? "",
  );
}
