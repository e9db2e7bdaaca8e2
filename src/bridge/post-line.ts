/** Says something in a thread in the app's own name. */
import type { EpisodeId, NoticeId } from "../domain/ids.ts";
import type { Sentence } from "../domain/sentence.ts";
import type { Bridge } from "./bridge.ts";
import type { Offer } from "./desk.ts";
import type { Post } from "./post.ts";

export interface Line {
  readonly episode: EpisodeId;
  readonly sentence: Sentence;
  readonly notice: NoticeId | null;
}

/** Null when there is no thread to post into. */
export async function postLine(bridge: Bridge, line: Line): Promise<Post | null> {
  const { episode, notice } = await bridge.store.read(async (tx) => ({
    episode: await tx.episodes.get(line.episode),
    notice: line.notice === null ? null : await tx.notices.get(line.notice),
  }));
  if (episode === null || episode.thread === null) return null;
  const { channel, thread } = episode;
  const open = notice !== null && notice.state === "open" && notice.choices.length > 0;
  const offer: Offer | null = open ? { notice: notice.id, choices: notice.choices } : null;
  return {
    channel,
    thread,
    names: [],
    mayStandSince: null,
    perform: (key) =>
      bridge.desk.post({ channel, ts: thread }, { kind: "line", sentence: line.sentence, offer }, key),
    record: async (tx, ts) => {
      if (notice !== null) await tx.notices.setPosted(notice.id, channel, ts);
      await tx.episodes.touchThread(channel, thread, ts);
    },
  };
}
