/** A member's words that did not come from a message of theirs: as they will reach the phone, and what can still be done about them. */
import type { KnownBlock, RichTextBlock } from "@slack/types";
import type { MemberPost } from "../../bridge/contracts/desk.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import { escapeEntities } from "../text/escape-mrkdwn.ts";
import { oneLine } from "../text/inert.ts";
import { toSlackBlock, toSlackFallback } from "../text/to-slack.ts";
import { actions, button, context, type Drawn, type Pressed } from "./blocks.ts";
import { moment, nameLimit, sentenceMrkdwn } from "./sentences.ts";

/** The buttons below it; their value is the text's id. */
export const textActions = {
  sendNow: "text.send_now",
  edit: "text.edit",
  cancel: "text.cancel",
} as const;

/** @param byline the member's name, where the post can't carry it. */
export function drawMemberPost(post: MemberPost, teamUrl: string, byline: string | null): Drawn {
  const { body, mention, user, acts } = post;
  const call = mention && user !== null ? ` <@${user}>` : "";
  const lead = byline === null ? "" : `${escapeEntities(oneLine(byline, nameLimit))}: `;
  return {
    text: `${lead}${toSlackFallback(body)}${call}`,
    blocks: [
      ...(byline === null ? [] : [nameBlock(oneLine(byline, nameLimit))]),
      toSlackBlock(body),
      ...remarks(post, teamUrl),
      ...(mention && user !== null ? [mentionBlock(user)] : []),
      ...(acts === null ? [] : [actions(buttons(acts))]),
    ],
  };
}

function remarks({ leavesAt, remark }: MemberPost, teamUrl: string): KnownBlock[] {
  const said = [
    ...(leavesAt === null ? [] : [`:clock3: Leaves ${moment(leavesAt)}`]),
    ...(remark === null ? [] : [sentenceMrkdwn(remark, teamUrl)]),
  ];
  return said.length === 0 ? [] : [context(said.join("  ·  "))];
}

function buttons({ message, sendNow }: NonNullable<MemberPost["acts"]>): Pressed[] {
  const edit = button("Edit", textActions.edit, message);
  const cancel = button("Cancel", textActions.cancel, message);
  return sendNow ? [button("Send now", textActions.sendNow, message), edit, cancel] : [edit, cancel];
}

function nameBlock(name: string): RichTextBlock {
  return richText([{ type: "text", text: name, style: { bold: true } }]);
}

/** As a composer writes it, so that whom it names follows the thread from here on. */
function mentionBlock(user: SlackUserId): RichTextBlock {
  return richText([
    { type: "text", text: "Sent for ", style: { italic: true } },
    { type: "user", user_id: user },
  ]);
}

type Section = Extract<RichTextBlock["elements"][number], { type: "rich_text_section" }>;

function richText(elements: Section["elements"]): RichTextBlock {
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] };
}
