/** What somebody keeps unsent in one conversation: opened from its card's menu. */
import type { KnownBlock, ModalView } from "@slack/types";
import type { DraftList } from "../../bridge/templates/list-drafts.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import { quoted } from "../../domain/quote.ts";
import type { Sentence } from "../../domain/sentence.ts";
import { escapeMrkdwn, plain } from "../text/escape-mrkdwn.ts";
import { context, divider, sections } from "./blocks.ts";
import { drawDraftButtons } from "./draft-buttons.ts";
import { between } from "./home-lists.ts";
import { moment, nameLimit, sentenceMrkdwn } from "./sentences.ts";

export const draftListId = "draft.list";

/** With their buttons, so many fit into Slack's hundred blocks; those that were changed last are shown. */
const mostListed = 30;
/** What remains for what is said above them: sections of 3,000 characters. */
const mostSaid = 7;

/** @param said what came of what was pressed in it before. */
export function drawDraftList(
  episode: EpisodeId,
  { contact, drafts }: Extract<DraftList, { readonly kind: "list" }>,
  teamUrl: string,
  said: Sentence = [],
): ModalView {
  const rest = drafts.length - mostListed;
  return {
    type: "modal",
    callback_id: draftListId,
    private_metadata: episode,
    title: { type: "plain_text", text: "Drafts" },
    close: { type: "plain_text", text: "Close" },
    blocks: [
      ...(said.length === 0 ? [] : sections(sentenceMrkdwn(said, teamUrl)).slice(0, mostSaid)),
      ...sections(`*${plain(contact, nameLimit)}*\nKept for them, and not sent:`),
      ...drafts.slice(0, mostListed).flatMap(drawDraft),
      ...(rest > 0 ? [context(`and ${rest} more, at Threadline’s Home.`)] : []),
    ],
  };
}

function drawDraft({
  id,
  text,
  at,
  changedAt,
  template,
}: Extract<DraftList, { readonly kind: "list" }>["drafts"][number]): KnownBlock[] {
  const facts = [
    ...(template === null ? [] : [`from template ${plain(template, nameLimit)}`]),
    ...(at === null ? [] : [`for ${moment(at)}`]),
    `kept ${moment(changedAt)}`,
  ];
  return [
    divider,
    ...sections(`${escapeMrkdwn(quoted(text))}\n${facts.join(between)}`),
    drawDraftButtons(id),
  ];
}
