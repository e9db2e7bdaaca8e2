import { showEmoji } from "../names.ts";
import { parsePlain } from "./mrkdwn.ts";

/** A plain_text as one string, emoji as characters: for labels and options. */
export function showPlain(text: string): string {
  return parsePlain(text)
    .map((node) => (node.kind === "emoji" ? showEmoji(node.text) : node.kind === "text" ? node.text : ""))
    .join("");
}
