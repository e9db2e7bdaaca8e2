/** Posts the card that an episode's thread hangs on. */
import type { EpisodeId, SlackTs } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { cardOf, type DrawnCard } from "../conversations/card-of.ts";
import { enqueueCard, enqueueLine, enqueueSay } from "../outbox/enqueue.ts";
import { takeEarly } from "../replies/take-reply.ts";
import type { Post } from "./post.ts";
import { mayStand } from "./post-texts.ts";
import { isToBeSaidAgain } from "./say-text.ts";

/** Null when its thread stands already. */
export async function openThread(ctx: Context, id: EpisodeId): Promise<Post | null> {
  const { card, opener } = await ctx.store.read(async (tx) => ({
    card: await cardOf(ctx, tx, id, { first: true }),
    opener: await tx.messages.firstInbound(id),
  }));
  if (card === null || card.episode.thread !== null) return null;
  return {
    channel: card.model.channel,
    thread: null,
    names: opener?.carrierMessageId ? [`card:${opener.carrierMessageId}`] : [],
    mayStandSince: opener !== null && mayStandFor(ctx, card, opener) ? opener.writtenAt : null,
    perform: (key) => ctx.desk.openThread(card.model, key),
    record: async (tx, ts, stood) => {
      await standUp(ctx, tx, card, ts);
      // It was drawn for another database: its buttons become ours.
      if (stood) await enqueueCard(tx, card.episode, ctx.now());
    },
  };
}

/** What was shown before a first card of its own stands came from somebody else's conversation, with a card that is not this one's. */
function mayStandFor(ctx: Context, { episode }: DrawnCard, opener: Message): boolean {
  const cameAlong = opener.postedTs !== null && episode.replaces === null;
  return !cameAlong && mayStand(ctx, opener);
}

async function standUp(ctx: Context, tx: Tx, card: DrawnCard, ts: SlackTs): Promise<void> {
  const { episode, model } = card;
  const { channel } = model;
  const now = ctx.now();
  const drawnNow = await cardOf(ctx, tx, episode.id, { first: true, stands: true });
  await tx.episodes.addThread(channel, ts, episode.id);
  const { earlier } = await tx.episodes.neighbours(episode);
  if (earlier !== null) await enqueueCard(tx, earlier, now);
  // What came while the card was on its way is not on it yet.
  if (JSON.stringify(drawnNow?.model) !== JSON.stringify(card.model))
    await enqueueCard(tx, episode, now, "soon");
  await sayAgain(tx, { ...episode, thread: ts }, now);
  if (episode.replaces !== null) await sayWaitingAgain(tx, episode, now);
  await takeEarly(ctx, tx, { channel, ts });
}

async function sayWaitingAgain(tx: Tx, episode: Episode, now: number): Promise<void> {
  for (const message of await tx.messages.unsentOf(episode.id))
    if (isToBeSaidAgain(message)) await enqueueSay(tx, episode, message, now);
}

/** A line with choices that stood in the thread before is said again in this one. */
async function sayAgain(tx: Tx, episode: Episode, now: number): Promise<void> {
  for (const former of await tx.notices.openOfEpisode(episode.id)) {
    if (former.audience !== "thread" || former.postTs === null) continue;
    await enqueueLine(tx, episode, former.sentence, now, former.id);
  }
}
