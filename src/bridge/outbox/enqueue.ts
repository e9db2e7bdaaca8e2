/** What the verbs write into the outbox: one place decides lanes, keys and when. */
import type { EpisodeId, MessageId, NoticeId, SlackChannelId } from "../../domain/ids.ts";
import { showWaitingAfter } from "../../domain/mark.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import { toMicroseconds } from "../../domain/slack-time.ts";
import type { Work } from "../../domain/work.ts";
import type { Episode } from "../../store/episodes.ts";
import type { Message } from "../../store/messages.ts";
import type { Tx } from "../../store/store.ts";
import { replyPlace } from "../context/reply-place.ts";

/** A new card goes ahead of texts that have waited for less than this: the customer nobody has seen comes first. Milliseconds. */
const opensAhead = 60_000;
/** Small news of a card (another text came) waits this long for more of them. Milliseconds. */
const cardSettles = 3_000;
/** That a text left shows this late: most are delivered by then, and one mark says it all. Slack grants few. Milliseconds. */
const markSettles = 1_500;
/** A card that stands anew goes before whatever its thread still waits for. */
const beforeAll = -1;

export const sendKey = (message: MessageId): string => `send:${message}`;
const markKey = (place: Place): string => `mark:${place.channel}:${place.ts}`;

export const threadLane = (episode: EpisodeId): string => `thread:${episode}`;

export async function enqueueOpen(tx: Tx, episode: Episode, now: number, again = false): Promise<void> {
  await tx.outbox.enqueue(
    {
      work: { kind: "open", episode: episode.id },
      lane: threadLane(episode.id),
      key: `open:${episode.id}`,
      position: again ? beforeAll : 0,
      dueAt: now - opensAhead,
      channel: episode.channel,
    },
    now,
  );
}

export async function enqueueText(tx: Tx, episode: Episode, message: MessageId, now: number): Promise<void> {
  const work: Work = { kind: "text", episode: episode.id, message };
  await tx.outbox.enqueue({ work, lane: threadLane(episode.id), dueAt: now, channel: episode.channel }, now);
}

export async function enqueueLine(
  tx: Tx,
  episode: Episode,
  sentence: Sentence,
  now: number,
  notice: NoticeId | null = null,
): Promise<void> {
  const work: Work = { kind: "line", episode: episode.id, sentence, notice };
  await tx.outbox.enqueue({ work, lane: threadLane(episode.id), dueAt: now, channel: episode.channel }, now);
}

/** Draws the card anew: at once when its state changed, a little later when only more texts came. */
export async function enqueueCard(
  tx: Tx,
  episode: Pick<Episode, "id" | "channel">,
  now: number,
  when: "now" | "soon" = "now",
): Promise<void> {
  await tx.outbox.enqueue(
    {
      work: { kind: "card", episode: episode.id },
      lane: `card:${episode.id}`,
      key: `card:${episode.id}`,
      dueAt: when === "now" ? now : now + cardSettles,
      channel: episode.channel,
    },
    now,
  );
}

type MarkWhen = "now" | "soon" | "if it waits";

const markDelay: Readonly<Record<MarkWhen, number>> = {
  now: 0,
  soon: markSettles,
  "if it waits": showWaitingAfter,
};

/** Brings a mark up to date: now, after more news may have come, or when it would show that the text still waits. */
export async function enqueueMark(tx: Tx, place: Place, now: number, when: MarkWhen = "now"): Promise<void> {
  const key = markKey(place);
  const work: Work = { kind: "mark", channel: place.channel, ts: place.ts };
  const dueAt = now + markDelay[when];
  await tx.outbox.enqueue({ work, lane: key, key, dueAt, channel: place.channel }, now);
}

/** Marks the member's message that a text came from, if it came from one. */
export async function enqueueMarkOf(
  tx: Tx,
  message: Message,
  now: number,
  when: MarkWhen = "now",
): Promise<void> {
  const place = replyPlace(message);
  if (place !== null) await enqueueMark(tx, place, now, when);
}

/** Law 4: texts of a conversation leave in the order in which they were written. */
export async function enqueueSend(tx: Tx, message: Message, dueAt: number, now: number): Promise<void> {
  const key = sendKey(message.id);
  await tx.outbox.drop(key);
  await tx.outbox.enqueue(
    {
      work: { kind: "send", message: message.id },
      lane: `send:${message.conversationId}`,
      position: message.replyTs === null ? message.writtenAt * 1000 : toMicroseconds(message.replyTs),
      key,
      dueAt,
    },
    now,
  );
}

export async function enqueueFind(tx: Tx, message: MessageId, dueAt: number, now: number): Promise<void> {
  const key = `find:${message}`;
  await tx.outbox.enqueue({ work: { kind: "find", message }, lane: key, key, dueAt }, now);
}

/** Shows a notice that stands in a thread as it is by then. */
export async function enqueueRewrite(
  tx: Tx,
  notice: NoticeId,
  channel: SlackChannelId,
  now: number,
): Promise<void> {
  const key = `rewrite:${notice}`;
  await tx.outbox.enqueue({ work: { kind: "rewrite", notice }, lane: key, key, dueAt: now, channel }, now);
}

export async function enqueue(tx: Tx, work: Work, lane: string, now: number): Promise<void> {
  await tx.outbox.enqueue({ work, lane, dueAt: now }, now);
}
