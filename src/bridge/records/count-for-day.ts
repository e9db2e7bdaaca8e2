/** A text of ours counts for the day on which it began to leave. */
import type { Context } from "../context/context.ts";
import { aroundEpisode, type EpisodeContext } from "../context/episode-context.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { loggedAt } from "./owes-log.ts";
import { wantRecord } from "./want-record.ts";

/** What turned out to have left, although nothing here says when: it counts from now on, and its record is to say so. */
export async function countsAfterAll(
  ctx: Context,
  tx: Tx,
  { localDay, episodeId, sendingAt }: Message,
): Promise<Partial<Message>> {
  if (localDay !== null) return { unlogged: true };
  const around = episodeId === null ? null : await aroundEpisode(tx, episodeId);
  return around === null ? {} : { ...loggedAt(around, sendingAt ?? ctx.now()), unlogged: true };
}

/** It begins to leave on another day than it did before, when it was put off: that day's record tells of it no more. */
export async function leavesDay(
  ctx: Context,
  tx: Tx,
  { conversation, episode }: EpisodeContext,
  message: Message,
  today: string | null,
): Promise<void> {
  const day = message.localDay;
  if (day === null || day === today || conversation.owner.kind !== "member") return;
  const place = { conversationId: conversation.id, episodeId: episode.id, localDay: day };
  if ((await tx.records.standing(place)) === null) return;
  const what = { kind: "day", conversation: conversation.id, episode: episode.id, day } as const;
  await wantRecord(ctx, tx, what, { asked: false });
}
