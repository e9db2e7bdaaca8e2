/**
 * What hangs on a person's message: a pasted table, which is the author's; a message shared with it, which no text can
 * hold; and the previews that Slack and apps add to links by themselves, which are nobody's words.
 */

import { isRecord, type Json, listIn, stringIn } from "../../lib/json.ts";
import type { RichTextReader } from "./read-inline.ts";
import { readBlock } from "./read-rich-text.ts";

/** The words of each attachment, as lines. */
export function readAttachments(attachments: readonly unknown[], reader: RichTextReader): string[] {
  return attachments
    .filter(isRecord)
    .filter((attachment) => !isPreview(attachment))
    .flatMap((attachment) => readAttachment(attachment, reader));
}

function readAttachment(attachment: Json, reader: RichTextReader): string[] {
  const blocks = listIn(attachment, "blocks");
  if (attachment.is_share === true || blocks.length === 0) return [reader.leaveOut()];
  return blocks.map((block) => readBlock(block, reader));
}

/** Of a link, which stands in the words itself. */
function isPreview(attachment: Json): boolean {
  if (attachment.is_share === true) return false;
  if (attachment.is_msg_unfurl === true || attachment.is_app_unfurl === true) return true;
  return ["from_url", "original_url", "service_name", "app_unfurl_url"].some(
    (key) => stringIn(attachment, key) !== undefined,
  );
}
