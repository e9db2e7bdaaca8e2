/** Posts the card that an episode's thread hangs on. */
import type { EpisodeId } from "../domain/ids.ts";
import type { Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";
import { cardOf } from "./card-of.ts";
import { owe, oweCard } from "./owe.ts";
import type { Post } from "./post.ts";

/** Null when its thread stands already. */
export async function openThread(bridge: Bridge, id: EpisodeId): Promise<Post | null> {
  const card = await bridge.store.read((tx) => cardOf(tx, id, { first: true }));
  if (card === null || card.episode.thread !== null) return null;
  return {
    channel: card.episode.channel,
    thread: null,
    perform: (key) => bridge.desk.openThread(card.model, key),
    record: async (tx, ts) => {
      await tx.episodes.addThread(card.episode.channel, ts, id);
      await drawAnew(bridge, tx, id);
    },
  };
}

/** What came while the card was on its way is not on it yet; the conversation before it gets its link. */
async function drawAnew(bridge: Bridge, tx: Tx, id: EpisodeId): Promise<void> {
  const episode = await tx.episodes.get(id);
  if (episode === null) return;
  const now = bridge.now();
  const { earlier } = await tx.episodes.neighbours(episode);
  if (earlier !== null) await oweCard(tx, earlier, now);
  await oweCard(tx, episode, now, "soon");
  for (const former of await tx.notices.openOfEpisode(id)) {
    // A line with choices that stood in the thread before is said again in this one.
    if (former.kind === "thread" && former.postTs !== null && former.postChannel !== null) {
      await owe(
        tx,
        { kind: "line", episode: id, sentence: former.sentence, notice: former.id },
        `thread:${id}`,
        now,
      );
    }
  }
}
