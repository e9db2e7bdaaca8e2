/** The modal in which somebody says until when a conversation is put aside. */
import type { ModalView } from "@slack/types";
import type { SnoozeForm } from "../../bridge/conversations/snooze-episode.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import { SNOOZES, type Snooze } from "../../domain/snooze.ts";
import { type Json, recordIn, stringIn } from "../../lib/json.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { oneLine } from "../text/inert.ts";
import { sections } from "./blocks.ts";
import { nameLimit } from "./sentences.ts";

/** Another one once the fields change. */
export const snoozeId = "episode.snooze";

/** The blocks. The field in the first is called as the modal is, the one in the second as its block. */
export const snoozeFields = { how: "snooze", time: "until" } as const;

const labels: Readonly<Record<Snooze, string>> = {
  hour: "1 hour",
  tomorrow: "Tomorrow, 9:00",
  monday: "Monday, 9:00",
  time: "At the time below",
  write: "Until they write",
};

const options = SNOOZES.map((value) => ({ text: words(labels[value]), value }));

export function drawSnooze({ episode, contact, zone }: SnoozeForm): ModalView {
  const what =
    "It is in no reminder and in no list of who waits, until then or until they write, whatever comes first.";
  return {
    type: "modal",
    callback_id: snoozeId,
    private_metadata: episode,
    title: words("Snooze"),
    submit: words("Snooze"),
    close: words("Cancel"),
    blocks: [
      ...sections(`*${plain(contact, nameLimit)}*\n${what}`),
      {
        type: "input",
        block_id: snoozeFields.how,
        label: words("Until when?"),
        hint: words(oneLine(`9:00 is by the clock in ${zone}.`, nameLimit)),
        element: {
          type: "radio_buttons",
          action_id: snoozeId,
          options,
          ...(options[0] === undefined ? {} : { initial_option: options[0] }),
        },
      },
      {
        type: "input",
        block_id: snoozeFields.time,
        optional: true,
        label: words("Time"),
        element: { type: "datetimepicker", action_id: snoozeFields.time },
      },
    ],
  };
}

function words(text: string) {
  return { type: "plain_text" as const, text, emoji: false };
}

export function readSnooze(
  metadata: string,
  values: Json,
): { readonly episode: EpisodeId; readonly how: Snooze; readonly at: number | null } {
  const { how, time } = snoozeFields;
  const field = (block: string, name: string) => recordIn(recordIn(values, block) ?? {}, name) ?? {};
  const chosen = stringIn(recordIn(field(how, snoozeId), "selected_option") ?? {}, "value");
  const seconds = field(time, time).selected_date_time;
  return {
    episode: metadata as EpisodeId,
    how: SNOOZES.find((one) => one === chosen) ?? "hour",
    at: typeof seconds === "number" ? seconds * 1000 : null,
  };
}
