/** The fields for when a text leaves: a time, or none, and whether it is cancelled if they write first. */
import type { KnownBlock, PlainTextOption } from "@slack/types";
import { type Json, listIn } from "../../lib/json.ts";
import { blockId, fieldIn, plainText, type Turns } from "./form-fields.ts";

export interface ChosenTime {
  /** Milliseconds; null: now. */
  readonly at: number | null;
  readonly unlessTheyWrite: boolean;
}

const unless: PlainTextOption = { value: "unless", text: plainText("Cancel if they write first") };

export function drawWhen({ at, unlessTheyWrite }: ChosenTime, turns: Turns): KnownBlock[] {
  return [
    {
      type: "input",
      block_id: blockId("when", turns),
      optional: true,
      label: plainText("When"),
      hint: plainText("Leave it empty to send it now."),
      element: {
        type: "datetimepicker",
        action_id: "when",
        ...(at === null ? {} : { initial_date_time: Math.floor(at / 1000) }),
      },
    },
    {
      type: "input",
      block_id: "unless",
      optional: true,
      label: plainText("If it waits for its time"),
      element: {
        type: "checkboxes",
        action_id: "unless",
        options: [unless],
        ...(unlessTheyWrite ? { initial_options: [unless] } : {}),
      },
    },
  ];
}

export function readWhen(values: Json): ChosenTime {
  const seconds = fieldIn(values, "when").selected_date_time;
  return {
    at: typeof seconds === "number" ? seconds * 1000 : null,
    unlessTheyWrite: listIn(fieldIn(values, "unless"), "selected_options").length > 0,
  };
}
