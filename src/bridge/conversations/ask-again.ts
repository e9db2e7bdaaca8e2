/** A conversation is open again: who wrote into it while it was resolved, and could not reopen it, is asked about it now. */
import { quotedAtEnd } from "../../domain/quote.ts";
import type { Context } from "../context/context.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Notice } from "../contracts/store/notices.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { NoticeKind } from "../notices/notice-kind.ts";
import { tellPrivately } from "../notices/tell.ts";

export const reopenedNotice: NoticeKind<{ readonly body: string }, "send_now" | "discard"> = {
  name: "reopened",
  labels: { send_now: "Send now", discard: "Discard" },
  offers: () => ["send_now", "discard"],
  sentence: ({ body }) => [
    `The conversation is open again. You wrote: ${quotedAtEnd(body)} Is this still right to send?`,
  ],
};

export async function askAgain(ctx: Context, tx: Tx, episode: Episode): Promise<void> {
  for (const notice of await tx.notices.openOfEpisode(episode.id)) {
    const message = notice.messageId === null ? null : await tx.messages.get(notice.messageId);
    if (notice.user === null || message === null || !waitedForReopening(notice, message)) continue;
    await tellPrivately(
      ctx,
      tx,
      notice.user,
      reopenedNotice,
      { body: message.body },
      {
        episode,
        about: replyPlace(notice),
        message: message.id,
        causedAt: notice.causedAt,
      },
    );
  }
}

/** Who could have reopened it still can: their button sends it. */
function waitedForReopening({ choices }: Notice, { waitReason }: Message): boolean {
  return waitReason === "resolved" && !choices.some(({ choice }) => choice === "reopen_and_send");
}
