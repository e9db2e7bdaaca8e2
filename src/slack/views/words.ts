/** A modal that only says something. */
import type { ModalView } from "@slack/types";
import { escapeMrkdwn } from "../text/escape-mrkdwn.ts";
import { sections } from "./blocks.ts";

export function drawWords(words: string): ModalView {
  return {
    type: "modal",
    title: { type: "plain_text", text: "Threadline" },
    close: { type: "plain_text", text: "Close" },
    blocks: sections(escapeMrkdwn(words)),
  };
}
