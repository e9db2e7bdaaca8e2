/** The answer to `/sms find`: one entry a conversation, with a link and its transcript. */
import type { KnownBlock } from "@slack/types";
import type { Found, FoundConversation } from "../../bridge/contracts/desk.ts";
import { escapeMrkdwn, plain } from "../text/escape-mrkdwn.ts";
import { oneLine } from "../text/inert.ts";
import { besideLast, context, type Drawn, sections } from "./blocks.ts";
import { moment, nameLimit, placeLink } from "./sentences.ts";
import { drawTranscriptButton } from "./transcript.ts";

export function drawFound({ words, conversations, more, isCut }: Found, teamUrl: string): Drawn {
  const looked = `“${oneLine(words, nameLimit)}”`;
  if (conversations.length === 0) {
    const nothing = `Nothing was found for ${looked} on lines that you may see.`;
    return { text: escapeMrkdwn(nothing), blocks: sections(escapeMrkdwn(nothing)) };
  }
  const head = `Found for ${looked}, the newest first:`;
  return {
    text: escapeMrkdwn(head),
    blocks: [
      ...sections(escapeMrkdwn(head)),
      ...conversations.flatMap((one) => drawOne(one, teamUrl)),
      ...drawMore(more, isCut),
    ],
  };
}

function drawOne(
  { who, where, state, at, link, transcript }: FoundConversation,
  teamUrl: string,
): KnownBlock[] {
  const said = [
    plain(state, nameLimit),
    moment(at, "{date_short_pretty} at {time}"),
    ...(link === null ? [] : [placeLink(teamUrl, link, "Open")]),
  ];
  const lines = sections(`*${plain(who, nameLimit)}*  ·  ${plain(where, nameLimit)}\n${said.join("  ·  ")}`);
  return besideLast(lines, drawTranscriptButton(transcript));
}

function drawMore(more: number, isCut: boolean): KnownBlock[] {
  if (more === 0 && !isCut) return [];
  const others =
    more === 0
      ? "There may be more."
      : `${more}${isCut ? " or more" : ""} older ${more === 1 && !isCut ? "one is" : "ones are"} not shown.`;
  return [context(`${others} Write more of the name or number to find fewer.`)];
}
