/** Modals that only say something. */
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

/** For what needs longer than Slack waits for a modal to open. */
export function drawLoading(): ModalView {
  const view = drawWords(["One moment, this is being looked up..."], "");
  return { ...view, callback_id: "loading" };
}
