/** Shows customers' words in their thread. Several texts of one thread become one post when we are behind (law 5). */
import type { EpisodeId, MessageId, SlackUserId } from "../../domain/ids.ts";
import type { Message } from "../../store/messages.ts";
import type { Tx } from "../../store/store.ts";
import type { Bridge } from "../context/context.ts";
import { contactLabel, type Scene, sceneOf, userOf } from "../context/episode-context.ts";
import type { TextsPost } from "../contracts/desk.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import type { Post } from "./post.ts";

/** A text that is posted later than this after it was written does not look as if it had come just now. Milliseconds. */
const shownLate = 3 * 60_000;

/** Null when there is no thread to post into: the work comes again behind the card. */
export async function postTexts(
  bridge: Bridge,
  id: EpisodeId,
  texts: readonly MessageId[],
): Promise<Post | null> {
  const drawn = await bridge.store.read((tx) => draw(tx, id, texts, bridge.now()));
  if (drawn === null) return null;
  const { channel, thread, post, messages } = drawn;
  const [first] = messages;
  const isNewThread = toMilliseconds(thread) > bridge.hearing.awayUntil;
  return {
    channel,
    thread,
    names: messages.map(({ id, carrierMessageId }) => carrierMessageId ?? id),
    mayStandSince: first && !isNewThread && mayStand(bridge, first) ? first.writtenAt : null,
    perform: (key) => bridge.desk.post({ channel, ts: thread }, post, key),
    record: async (tx, ts) => {
      await tx.messages.setPosted(texts, ts);
      await tx.episodes.touchThread(channel, thread, ts);
    },
  };
}

async function draw(tx: Tx, id: EpisodeId, texts: readonly MessageId[], now: number) {
  const episode = await tx.episodes.get(id);
  if (episode === null || episode.thread === null) return null;
  const scene = await sceneOf(tx, episode);
  const messages = await tx.messages.getAll(texts);
  const post: TextsPost = {
    kind: "texts",
    from: contactLabel(scene),
    texts: messages.map(({ body, media, writtenAt }) => ({ body, pictures: media.length, at: writtenAt })),
    mention: await whoIsCalled(tx, scene),
    ...(messages.some(({ writtenAt }) => now - writtenAt > shownLate) ? { late: true } : {}),
    ...(scene.line?.preview === "none" ? { quiet: true } : {}),
  };
  return { channel: episode.channel, thread: episode.thread, post, messages };
}

/** It came before or while we were away, so another app may have shown it: it is looked for, by itself. */
export function mayStand({ hearing }: Bridge, text: Pick<Message, "writtenAt">): boolean {
  return text.writtenAt < hearing.awayUntil;
}

/** Law 11: Slack tells a thread's followers by itself; its assignee is one of them only once they have written there. */
async function whoIsCalled(tx: Tx, scene: Scene): Promise<SlackUserId | null> {
  const { assignee, id, thread } = scene.episode;
  const user = assignee === null ? null : userOf(scene, assignee);
  if (user === null || thread === null) return null;
  return (await tx.replies.hasWritten(id, thread, user)) ? null : user;
}
