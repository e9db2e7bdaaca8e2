import type { SlackSide } from "../../page-api.ts";
import { findChannel, personName, showEmoji } from "../names.ts";
import { type Inline, parseMrkdwn } from "./mrkdwn.ts";
import { formatSlackDate } from "./slack-date.ts";

/** Slack's markup as plain words on one line, for where nothing but words can stand. */
export function wordsOf(text: string, slack: SlackSide, appName: string): string {
  const inline = (node: Inline): string => {
    switch (node.kind) {
      case "text":
      case "code":
        return node.text;
      case "emoji":
        return showEmoji(node.text);
      case "bold":
      case "italic":
      case "strike":
        return node.inside.map(inline).join("");
      case "link":
        return node.label;
      case "user":
        return `@${personName(slack, node.id, appName)}`;
      case "channel":
        return `#${findChannel(slack, node.id)?.name ?? node.label}`;
      case "usergroup":
        return `@${slack.usergroups.find(({ id }) => id === node.id)?.handle ?? node.label}`;
      case "broadcast":
        return `@${node.id}`;
      case "date":
        return formatSlackDate(node.seconds, node.format, Date.now());
      case "break":
        return " ";
    }
  };
  return parseMrkdwn(text)
    .map((paragraph) =>
      paragraph.kind === "preformatted" ? paragraph.text : paragraph.inside.map(inline).join(""),
    )
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}
