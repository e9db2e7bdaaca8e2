/** A conversation is open again: who wrote into it while it was resolved, and could not reopen it, is asked about it now. */
import type { Episode } from "../../store/episodes.ts";
import type { Notice } from "../../store/notices.ts";
import type { Tx } from "../../store/store.ts";
import type { Context } from "../context/context.ts";
import { replyPlace } from "../context/reply-place.ts";
import { tellPrivately } from "../notices/tell.ts";

export async function askAgain(ctx: Context, tx: Tx, episode: Episode): Promise<void> {
  for (const notice of await tx.notices.openOfEpisode(episode.id)) {
    if (notice.user === null || notice.messageId === null || !(await waitedForReopening(tx, notice)))
      continue;
    await tellPrivately(ctx, tx, notice.user, {
      episode,
      about: replyPlace(notice),
      message: notice.messageId,
      sentence: ["The conversation is open again. Is this still right to send?"],
      choices: ["send_now", "discard"],
      causedAt: notice.causedAt,
    });
  }
}

/** Who could have reopened it still can: their button sends it. */
async function waitedForReopening(tx: Tx, { messageId, choices }: Notice): Promise<boolean> {
  const message = messageId === null ? null : await tx.messages.get(messageId);
  return message?.waitReason === "resolved" && !choices.includes("reopen_and_send");
}
