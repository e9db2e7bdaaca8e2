/** An answer that had left did not arrive: whoever it was for waits as they did before it. */
import { isAnswer } from "../../domain/origin.ts";
import type { Context } from "../context/context.ts";
import { optOutFrom } from "../context/opted-out.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueCard } from "../outbox/enqueue.ts";

/** Among so many of its newest texts is the answer before it, where there is one. */
const newestTexts = 12;

/** Its state is written already. */
export async function noteUnanswered(ctx: Context, tx: Tx, { episodeId, line }: Message): Promise<void> {
  const around = episodeId === null ? null : await tx.episodes.whole(episodeId);
  if (around === null || around.episode.state !== "open") return;
  if ((await optOutFrom(tx, around.conversation, line)) !== null) return;
  const { episode } = around;
  const since = await waitsSince(tx, episode);
  if (since !== null) await tx.episodes.update(episode.id, { unansweredSince: since });
  await enqueueCard(tx, episode, ctx.now(), "soon");
}

/** When the oldest text of a contact came that nothing of ours has answered; null where all are, or there is none. */
export async function waitsSince(tx: Tx, { id }: Pick<Episode, "id">): Promise<number | null> {
  const said = await tx.messages.lastSaid(id, newestTexts);
  const answered = said.flatMap(({ direction, origin, sendingAt, writtenAt }) =>
    direction === "out" && isAnswer(origin) ? [sendingAt ?? writtenAt] : [],
  );
  const since = said.flatMap(({ direction, writtenAt }) =>
    direction === "in" && writtenAt > Math.max(0, ...answered) ? [writtenAt] : [],
  );
  return since.length > 0 ? Math.min(...since) : null;
}
