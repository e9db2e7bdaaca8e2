/** How far a text to many is, in its author's direct messages: what was said line by line, and Stop while it can be. */
import type { KnownBlock } from "@slack/types";
import { type ListProgress, progressLines, progressOffers } from "../../domain/list-progress.ts";
import { actions, button, context, type Drawn, sections } from "./blocks.ts";
import { sentenceMrkdwn, sentenceText } from "./sentences.ts";

/** Their value is the list's id. */
export const listActions = { stop: "list.stop", goOn: "list.go_on" } as const;

export function drawProgress(progress: ListProgress, teamUrl: string): Drawn {
  const [head = [], ...lines] = progressLines(progress);
  const said = lines.map((line) => sentenceMrkdwn(line, teamUrl)).join("\n");
  const offers = progressOffers(progress).map((offer) =>
    offer === "stop"
      ? button("Stop", listActions.stop, progress.list)
      : button("Go on", listActions.goOn, progress.list),
  );
  const blocks: KnownBlock[] = [context(sentenceMrkdwn(head, teamUrl)), ...sections(said)];
  return {
    text: [head, ...lines.slice(0, 2)].map((line) => sentenceText(line, teamUrl)).join(" "),
    blocks: offers.length === 0 ? blocks : [...blocks, actions(offers)],
  };
}
