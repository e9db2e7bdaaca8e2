/** Says something in a thread in the app's own name. */

import type { EpisodeId, NoticeId, SlackTs } from "../../domain/ids.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { Tx } from "../contracts/store/store.ts";
import { lineOf } from "../notices/draw-notice.ts";
import { enqueueRewrite } from "../outbox/enqueue.ts";
import type { NoteWords } from "../outbox/kinds.ts";
import type { Post } from "./post.ts";

export interface Line {
  readonly episode: EpisodeId;
  readonly sentence: Sentence;
  readonly notice: NoticeId | null;
  readonly note?: NoteWords;
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
      if (line.note !== undefined) await keepNote(ctx, tx, line.episode, { channel, ts, thread }, line.note);
    },
  };
}

/** For the record of its conversation. */
async function keepNote(
  ctx: Context,
  tx: Tx,
  episodeId: EpisodeId,
  place: Place & { readonly thread: SlackTs },
  { text, author }: NoteWords,
): Promise<void> {
  const plain = { mentions: false, files: 0, kind: "plain", edited: null, deletedAt: null } as const;
  const judged = { verdict: "note", reason: null, messageId: null } as const;
  const createdAt = ctx.now();
  await tx.replies.put({ ...place, episodeId, author, text, ...plain, ...judged, createdAt, unlogged: true });
  await tx.replies.update({ channel: place.channel, ts: place.ts }, { byUs: true });
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
