/**
 * Fields of a form that is drawn anew while somebody fills it in: Slack keeps what is typed in a field whose block has its old id, so one
 * whose content is replaced gets another, `text:2` after `text`.
 */
import type { PlainTextElement, PlainTextOption } from "@slack/types";
import { isRecord, type Json, listIn, recordIn, stringIn } from "../../lib/json.ts";
import { emptyWords, oneLine } from "../text/inert.ts";

export function plainText(text: string): PlainTextElement {
  return { type: "plain_text", text, emoji: false };
}

/** One of those that a menu offers, or what is chosen in it. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

/** Slack's limit for the text of an option is 75; a name from right to left gets two signs more. */
export const longestLabel = 73;

export function drawOption({ value, label }: Option): PlainTextOption {
  return { value, text: plainText(oneLine(label, longestLabel) || emptyWords) };
}

/** What a menu says whose options could not be loaded, where an empty one would say that there are none. */
export const notLookedUp: Option = {
  value: "threadline.not_looked_up",
  label: "This could not be looked up: type again.",
};

/** The blocks in which that is chosen, in a menu of one choice or of several. */
export function withoutLookUp(values: Json): string[] {
  return Object.keys(values).filter((id) =>
    Object.values(recordIn(values, id) ?? {}).some(
      (field) =>
        isRecord(field) &&
        [field.selected_option, ...listIn(field, "selected_options")].some(
          (option) => isRecord(option) && option.value === notLookedUp.value,
        ),
    ),
  );
}

/** How often a field was replaced, by its name. */
export type Turns = Readonly<Record<string, number>>;

export function blockId(name: string, turns: Turns): string {
  const turn = turns[name] ?? 0;
  return turn === 0 ? name : `${name}:${turn + 1}`;
}

export function replaced(turns: Turns, name: string): Turns {
  return { ...turns, [name]: (turns[name] ?? 0) + 1 };
}

function nameOfBlock(id: string): string {
  return id.replace(/:\d+$/, "");
}

/** What is filled in under a name, as Slack writes it; empty where there is no such field. */
export function fieldIn(values: Json, name: string): Json {
  const id = Object.keys(values).find((one) => nameOfBlock(one) === name);
  const block = id === undefined ? {} : (recordIn(values, id) ?? {});
  const [action] = Object.keys(block);
  return action === undefined ? {} : (recordIn(block, action) ?? {});
}

/** What is chosen in a menu of one choice; null where nothing is. */
export function chosenIn(values: Json, name: string): Option | null {
  const option = recordIn(fieldIn(values, name), "selected_option");
  return option === undefined ? null : readOption(option);
}

export function readOption(option: Json): Option | null {
  const value = stringIn(option, "value");
  return value === undefined
    ? null
    : { value, label: stringIn(recordIn(option, "text") ?? {}, "text") ?? "" };
}

/** The field at which an error can stand: the one of this name, else the first. */
export function errorAt(inputs: readonly string[], name: string): string {
  return fieldOf(inputs, name) ?? inputs[0] ?? name;
}

export function fieldOf(inputs: readonly string[], name: string): string | undefined {
  return inputs.find((id) => nameOfBlock(id) === name);
}

/** What a form was drawn with; empty where that can't be read. */
export function parseMetadata(metadata: string): Json {
  try {
    const read: unknown = JSON.parse(metadata);
    return isRecord(read) ? read : {};
  } catch {
    return {};
  }
}

export function readTurns(metadata: Json): Turns {
  const turns = Object.entries(recordIn(metadata, "turns") ?? {});
  return Object.fromEntries(
    turns.flatMap(([name, turn]) => (typeof turn === "number" ? [[name, turn] as const] : [])),
  );
}
