/** What somebody may do about a text that they keep unsent, wherever it is listed. */
import type { ActionsBlock } from "@slack/types";
import type { DraftId } from "../../domain/ids.ts";
import { actions, button } from "./blocks.ts";
import { draftActions } from "./template-fill.ts";

export function drawDraftButtons(draft: DraftId): ActionsBlock {
  return actions([
    button("Open", draftActions.open, draft),
    button("Send now", draftActions.send, draft),
    button("Discard", draftActions.discard, draft),
  ]);
}
