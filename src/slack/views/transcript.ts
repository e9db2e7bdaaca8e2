/** The button **Transcript** of what was found. */
import type { Button } from "@slack/types";
import type { TranscriptId } from "../../bridge/contracts/desk.ts";
import type { ConversationId, StaffConversationId } from "../../domain/ids.ts";
import { isRecord, stringIn } from "../../lib/json.ts";
import { button } from "./blocks.ts";

/** The shortcut's as well. */
export const transcriptAction = "transcript.show";

export function drawTranscriptButton(of: TranscriptId): Button {
  return button("Transcript", transcriptAction, JSON.stringify(of));
}

/** Null for a button that was made up. */
export function readTranscriptValue(value: string): TranscriptId | null {
  const parsed = parse(value);
  if (!isRecord(parsed)) return null;
  const [conversation, staff] = [stringIn(parsed, "conversation"), stringIn(parsed, "staff")];
  if (conversation !== undefined) return { conversation: conversation as ConversationId };
  return staff === undefined ? null : { staff: staff as StaffConversationId };
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}
