/** The modal in which somebody records that a contact opted out, or in again. */
import type { ModalView, PlainTextOption } from "@slack/types";
import type { OptOutForm } from "../../bridge/contacts/record-opt-out.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import { type Json, recordIn, stringIn } from "../../lib/json.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { sections } from "./blocks.ts";
import { nameLimit, sentenceMrkdwn } from "./sentences.ts";

export const optOutFormId = "optout.record";

/** The blocks, and the field in each. */
export const optOutFields = { kind: "kind", evidence: "evidence" } as const;

/** Whoever needs more tells where it is kept. */
const longestEvidence = 1_000;

const option = (value: "out" | "in", text: string): PlainTextOption => ({ text: words(text), value });
const out = option("out", "Opt out: they want no more texts");
const optIn = option("in", "Opt in: they may be texted");

export function drawOptOutForm({ episode, contact, standing, isOut, mayOptIn }: OptOutForm): ModalView {
  return {
    type: "modal",
    callback_id: optOutFormId,
    private_metadata: episode,
    title: words("Opt-in / opt-out"),
    submit: words("Save"),
    close: words("Cancel"),
    blocks: [
      ...sections(`*${plain(contact, nameLimit)}*\n${sentenceMrkdwn(standing, "")}`),
      {
        type: "input",
        block_id: optOutFields.kind,
        label: words("What do they want?"),
        element: {
          type: "radio_buttons",
          action_id: optOutFields.kind,
          options: mayOptIn ? [out, optIn] : [out],
          initial_option: mayOptIn && isOut ? optIn : out,
        },
      },
      {
        type: "input",
        block_id: optOutFields.evidence,
        optional: true,
        label: words("What speaks for it"),
        hint: words(
          `Their words, or where and when they said so. It is kept as proof. ${mayOptIn ? "An opt-in needs it." : "Only a manager can record an opt-in."}`,
        ),
        element: {
          type: "plain_text_input",
          action_id: optOutFields.evidence,
          multiline: true,
          max_length: longestEvidence,
        },
      },
    ],
  };
}

function words(text: string) {
  return { type: "plain_text" as const, text, emoji: false };
}

export function readOptOutForm(
  metadata: string,
  values: Json,
): { readonly episode: EpisodeId; readonly kind: "out" | "in"; readonly evidence: string } {
  const field = (name: string) => recordIn(recordIn(values, name) ?? {}, name) ?? {};
  const kind = stringIn(recordIn(field(optOutFields.kind), "selected_option") ?? {}, "value");
  return {
    episode: metadata as EpisodeId,
    kind: kind === "in" ? "in" : "out",
    evidence: stringIn(field(optOutFields.evidence), "value") ?? "",
  };
}
