/** Shows customers' words in their thread. Several texts of one thread become one post when we are behind (law 5). */

import { isPicture } from "../../domain/attachments.ts";
import { authorOfText } from "../../domain/contact.ts";
import { lineByNumber } from "../../domain/directory.ts";
import type { EpisodeId, MessageId, SlackUserId } from "../../domain/ids.ts";
import { formatPhone } from "../../domain/phone.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import type { Context } from "../context/context.ts";
import { aroundEpisode, type EpisodeContext, showsWords, userOf } from "../context/episode-context.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { ShownText, TextsPost } from "../contracts/desk.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { Post } from "./post.ts";

/** A text that is posted later than this after it was written does not look as if it had come just now. Milliseconds. */
const shownLate = 3 * 60_000;

/** Null when there is no thread to post into: the work comes again behind the card. */
export async function postTexts(
  ctx: Context,
  id: EpisodeId,
  texts: readonly MessageId[],
): Promise<Post | null> {
  const drawn = await ctx.store.read((tx) => draw(tx, id, texts, ctx.now()));
  if (drawn === null) return null;
  const { channel, thread, post, messages } = drawn;
  const [first] = messages;
  const isNewThread = toMilliseconds(thread) > ctx.connection.awayUntil;
  return {
    channel,
    thread,
    names: messages.map(({ id, carrierMessageId }) => carrierMessageId ?? id),
    mayStandSince: first && !isNewThread && mayStand(ctx, first) ? first.writtenAt : null,
    perform: (key) => ctx.desk.post({ channel, ts: thread }, post, key),
    record: async (tx, ts) => {
      await tx.messages.setPosted(texts, ts);
      await tx.episodes.touchThread(channel, thread, ts);
    },
  };
}

async function draw(tx: Tx, id: EpisodeId, texts: readonly MessageId[], now: number) {
  const around = await aroundEpisode(tx, id);
  const place = around && threadPlace(around.episode);
  if (around === null || place === null) return null;
  const messages = await tx.messages.getAll(texts);
  const post: TextsPost = {
    kind: "texts",
    from: authorOfText(around.directory, around.conversation, { sender: messages[0]?.sender ?? null }),
    texts: messages.map((message) => ({ ...shownText(message), ...cameTo(around, message) })),
    mention: await whoIsCalled(tx, around),
    ...(messages.some(({ writtenAt }) => now - writtenAt > shownLate) ? { late: true } : {}),
    ...(showsWords(around) ? {} : { quiet: true }),
  };
  return { channel: place.channel, thread: place.ts, post, messages };
}

/** Of a member with several lines, each text says to which it came. */
function cameTo(
  { conversation, directory, lines }: EpisodeContext,
  { line }: Message,
): Pick<ShownText, "line"> {
  if (conversation.owner.kind === "line" || (lines.length === 1 && lines[0]?.number === line)) return {};
  return { line: lineByNumber(directory, line)?.name ?? formatPhone(line) };
}

function shownText({ body, media, files, writtenAt }: Message): ShownText {
  const types = media.map(({ contentType }) => contentType);
  const others = types.filter((type) => !isPicture(type));
  const pictures = types.length - others.length;
  return {
    body,
    pictures,
    at: writtenAt,
    ...(others.length > 0 ? { others } : {}),
    ...(files > 0 ? { filesFollow: true } : {}),
  };
}

/** It came before or while we were away, so another app may have shown it: it is looked for, by itself. */
export function mayStand({ connection }: Context, text: Pick<Message, "writtenAt">): boolean {
  return text.writtenAt < connection.awayUntil;
}

/** Law 11: Slack tells a thread's followers by itself; its assignee is one of them only once they have written there. */
async function whoIsCalled(tx: Tx, around: EpisodeContext): Promise<SlackUserId | null> {
  const { assignee, id, thread } = around.episode;
  const user = assignee === null ? null : userOf(around, assignee);
  if (user === null || thread === null) return null;
  return (await tx.replies.hasWritten(id, thread, user)) ? null : user;
}
