/** A modal that only says something. */
import type { ModalView } from "@slack/types";
import type { Sentence } from "../../domain/sentence.ts";
import { sections } from "./blocks.ts";
import { sentenceMrkdwn } from "./sentences.ts";

export function drawWords(sentence: Sentence, teamUrl: string): ModalView {
  return {
    type: "modal",
    title: { type: "plain_text", text: "Threadline" },
    close: { type: "plain_text", text: "Close" },
    blocks: sections(sentenceMrkdwn(sentence, teamUrl)),
  };
}
