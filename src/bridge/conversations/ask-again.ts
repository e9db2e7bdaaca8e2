/** A conversation is open again: who wrote into it while it was resolved, and could not reopen it, is asked about it now. */
import type { Context } from "../context/context.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Notice } from "../contracts/store/notices.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { NoticeKind } from "../notices/notice-kind.ts";
import { tellPrivately } from "../notices/tell.ts";

export const reopenedNotice: NoticeKind<null, "send_now" | "discard"> = {
  name: "reopened",
  labels: { send_now: "Send now", discard: "Discard" },
  offers: () => ["send_now", "discard"],
  sentence: () => ["The conversation is open again. Is this still right to send?"],
};

export async function askAgain(ctx: Context, tx: Tx, episode: Episode): Promise<void> {
  for (const notice of await tx.notices.openOfEpisode(episode.id)) {
    if (notice.user === null || notice.messageId === null || !(await waitedForReopening(tx, notice)))
      continue;
    await tellPrivately(ctx, tx, notice.user, reopenedNotice, null, {
      episode,
      about: replyPlace(notice),
      message: notice.messageId,
      causedAt: notice.causedAt,
    });
  }
}

/** Who could have reopened it still can: their button sends it. */
async function waitedForReopening(tx: Tx, { messageId, choices }: Notice): Promise<boolean> {
  const message = messageId === null ? null : await tx.messages.get(messageId);
  const couldReopen = choices.some(({ choice }) => choice === "reopen_and_send");
  return message?.waitReason === "resolved" && !couldReopen;
}
