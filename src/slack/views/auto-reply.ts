/** The auto-reply as its member sees and changes it: the button, and the modal behind it. */
import type { InputBlock, ModalView, PlainTextElement, RadioButtons } from "@slack/types";
import type { AutoReplyForm } from "../../bridge/members/set-auto-reply.ts";
import type { TypedAutoReply } from "../../domain/auto-reply.ts";
import { type Json, recordIn, stringIn } from "../../lib/json.ts";
import { emojiFromTyped } from "../text/emoji-from-typed.ts";
import { oneLine } from "../text/inert.ts";
import { sections } from "./blocks.ts";

export const autoReplyActions = { edit: "auto_reply.edit" } as const;

/** The modal's callback id. */
export const autoReplyForm = "auto_reply.edit";

/** The blocks, and the field in each. */
export const autoReplyFields = { text: "text", on: "on", hours: "hours", every: "every" } as const;

/** Slack's limit: longer than a text may be, so that what is too long is said in words. */
const mostTyped = 3_000;

export function drawAutoReplyForm({ reply, hours, maxText }: AutoReplyForm): ModalView {
  const outside = hours === null ? "Only outside my hours" : `Only outside my hours (${oneLine(hours, 45)})`;
  return {
    type: "modal",
    callback_id: autoReplyForm,
    title: plainText("Auto-reply"),
    submit: plainText("Save"),
    close: plainText("Cancel"),
    blocks: [
      ...sections(
        "Answers whoever texts one of your own lines, once in 30 seconds at most, from your outbound line.",
      ),
      {
        type: "input",
        block_id: autoReplyFields.text,
        optional: true,
        label: plainText("What it answers"),
        hint: plainText(
          `At most ${maxText.toLocaleString("en-US")} characters. It leaves as a text, just as it stands here.`,
        ),
        element: {
          type: "plain_text_input",
          action_id: autoReplyFields.text,
          multiline: true,
          max_length: mostTyped,
          ...initial(reply?.text ?? ""),
        },
      },
      choice(autoReplyFields.on, "Switch", reply?.on ? "on" : "off", [
        ["on", "On"],
        ["off", "Off"],
      ]),
      choice(autoReplyFields.hours, "When", reply?.hours ?? "always", [
        ["always", "At any time"],
        ["outside", outside],
      ]),
      {
        type: "input",
        block_id: autoReplyFields.every,
        optional: true,
        label: plainText("Minutes between two answers to one number"),
        hint: plainText("Leave it empty for no pause beyond the 30 seconds."),
        element: {
          type: "plain_text_input",
          action_id: autoReplyFields.every,
          max_length: 20,
          ...initial(reply?.atMostEveryMinutes?.toString() ?? ""),
        },
      },
    ],
  };
}

export function readAutoReplyForm(values: Json): TypedAutoReply {
  const input = (field: string) => recordIn(recordIn(values, field) ?? {}, field) ?? {};
  const typed = (field: string) => stringIn(input(field), "value") ?? "";
  const chosen = (field: string) => stringIn(recordIn(input(field), "selected_option") ?? {}, "value");
  return {
    text: emojiFromTyped(typed(autoReplyFields.text)),
    on: chosen(autoReplyFields.on) === "on",
    hours: chosen(autoReplyFields.hours) === "outside" ? "outside" : "always",
    every: typed(autoReplyFields.every),
  };
}

function choice(
  field: string,
  label: string,
  value: string,
  options: readonly (readonly [value: string, label: string])[],
): InputBlock {
  const drawn = options.map(([value, text]) => ({ text: plainText(text), value }));
  const chosen = drawn.find((option) => option.value === value);
  const element: RadioButtons = { type: "radio_buttons", action_id: field, options: drawn };
  if (chosen !== undefined) element.initial_option = chosen;
  return { type: "input", block_id: field, label: plainText(label), element };
}

function initial(value: string): { initial_value?: string } {
  return value === "" ? {} : { initial_value: value };
}

function plainText(text: string): PlainTextElement {
  return { type: "plain_text", text, emoji: false };
}
