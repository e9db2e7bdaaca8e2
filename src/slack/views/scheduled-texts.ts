/** The window that asks, when a conversation is ended, what becomes of texts that wait for their time in it. */
import type { ModalView, PlainTextOption } from "@slack/types";
import type { Decided, Ending, Fate, ScheduledForm } from "../../bridge/conversations/scheduled-texts.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import { quotedAtEnd } from "../../domain/quote.ts";
import { isRecord, type Json, recordIn, stringIn } from "../../lib/json.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { sections } from "./blocks.ts";
import { moment, nameLimit } from "./sentences.ts";

/** Another one once the fields change. */
export const scheduledId = "episode.scheduled";

/** The block and the field in it. */
export const fateField = "scheduled";

/** So many are named; the others are counted. */
const mostNamed = 15;
const longestText = 200;

const option = (value: Fate, text: string, description: string): PlainTextOption => ({
  text: words(text),
  description: words(description),
  value,
});

const keep = option("keep", "Keep them", "They leave at their time all the same.");
const cancel = option("cancel", "Cancel them", "None of them is sent.");

export function drawScheduled({ episode, ending, contact, texts, newest }: ScheduledForm): ModalView {
  const isResolved = ending === "resolve";
  const lines = texts
    .slice(0, mostNamed)
    .map(
      ({ at, by, body }) =>
        `• ${moment(at)}  ${plain(by, nameLimit)}: ${plain(quotedAtEnd(body), longestText)}`,
    );
  const others = texts.length - lines.length;
  const all = others === 0 ? lines : [...lines, `and ${others} more`];
  const what = texts.length === 1 ? "A text waits for its time" : `${texts.length} texts wait for their time`;
  return {
    type: "modal",
    callback_id: scheduledId,
    private_metadata: JSON.stringify({ e: episode, o: ending, n: newest }),
    title: words("Scheduled texts"),
    submit: words(isResolved ? "Resolve" : "Call it done"),
    close: words("Back"),
    blocks: [
      ...sections(`*${plain(contact, nameLimit)}*\n${what} in this conversation:`),
      ...sections(all.join("\n")),
      {
        type: "input",
        block_id: fateField,
        label: words("What becomes of them?"),
        element: {
          type: "radio_buttons",
          action_id: fateField,
          options: [keep, cancel],
          initial_option: keep,
        },
      },
    ],
  };
}

function words(text: string) {
  return { type: "plain_text" as const, text, emoji: false };
}

/** Null where nothing was chosen, or it was made up. */
export function readScheduled(
  metadata: string,
  values: Json,
): { readonly episode: EpisodeId; readonly ending: Ending; readonly decided: Decided } | null {
  const field = recordIn(recordIn(values, fateField) ?? {}, fateField) ?? {};
  const fate = stringIn(recordIn(field, "selected_option") ?? {}, "value");
  const meta: unknown = JSON.parse(metadata);
  const episode = isRecord(meta) ? stringIn(meta, "e") : undefined;
  if (!isRecord(meta) || episode === undefined || (fate !== "keep" && fate !== "cancel")) return null;
  const ending = meta.o === "close" ? "close" : "resolve";
  return { episode: episode as EpisodeId, ending, decided: { fate, newest: Number(meta.n) } };
}
