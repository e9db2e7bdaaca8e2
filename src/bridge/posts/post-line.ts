/** Says something in a thread in the app's own name. */

import type { EpisodeId, NoticeId } from "../../domain/ids.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { Tx } from "../contracts/store/store.ts";
import { lineOf } from "../notices/draw-notice.ts";
import { enqueueRewrite } from "../outbox/enqueue.ts";
import type { Post } from "./post.ts";

export interface Line {
  readonly episode: EpisodeId;
  readonly sentence: Sentence;
  readonly notice: NoticeId | null;
}

/** Null when there is no thread to post into. What names it is the row that asks for it. */
export async function postLine(
  ctx: Context,
  line: Line,
): Promise<Omit<Post, "names" | "mayStandSince"> | null> {
  const { episode, notice } = await ctx.store.read(async (tx) => ({
    episode: await tx.episodes.get(line.episode),
    notice: line.notice === null ? null : await tx.notices.get(line.notice),
  }));
  const place = episode && threadPlace(episode);
  if (place === null) return null;
  const { channel, ts: thread } = place;
  const post =
    notice === null ? ({ kind: "line", sentence: line.sentence, offer: null } as const) : lineOf(notice);
  // One that is found was drawn by an earlier attempt.
  let isDrawnOpen = true;
  return {
    channel,
    thread,
    perform: (key) => {
      isDrawnOpen = notice?.state === "open";
      return ctx.desk.post({ channel, ts: thread }, post, key);
    },
    record: async (tx, ts) => {
      if (notice !== null) await notePosted(ctx, tx, notice.id, { channel, ts }, isDrawnOpen);
      await tx.episodes.touchThread(channel, thread, ts);
    },
  };
}

/** Whoever settled it meanwhile could not show it anew: nobody knew where it stands. */
async function notePosted(
  ctx: Context,
  tx: Tx,
  id: NoticeId,
  { channel, ts }: Place,
  isDrawnOpen: boolean,
): Promise<void> {
  await tx.notices.setPosted(id, channel, ts);
  const notice = await tx.notices.get(id);
  if (isDrawnOpen && notice?.state !== "open") await enqueueRewrite(tx, id, channel, ctx.now());
}
