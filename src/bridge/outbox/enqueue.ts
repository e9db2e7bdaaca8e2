/** When what the verbs enqueue is due, and where in its lane: one place decides it. */
import type { EpisodeId, FileId, MessageId, NoticeId, SlackChannelId, SlackTs } from "../../domain/ids.ts";
import { showWaitingAfter } from "../../domain/mark.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import { toMicroseconds } from "../../domain/slack-time.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueProgress } from "./enqueue-list.ts";
import { enqueue, isEnqueued, withdraw } from "./job-kind.ts";
import {
  attachJob,
  besideJob,
  cardJob,
  fetchJob,
  filesJob,
  findJob,
  lineJob,
  markJob,
  type NoteWords,
  openJob,
  redrawJob,
  remindJob,
  rewriteJob,
  sayJob,
  sendJob,
  strayJob,
  textJob,
} from "./kinds.ts";
import { sendListedJob } from "./list-kinds.ts";

/** A new card goes ahead of texts that have waited for less than this: the customer nobody has seen comes first. Milliseconds. */
const opensAhead = 60_000;
/** Small news of a card (another text came) waits this long for more of them. Milliseconds. */
const cardSettles = 3_000;
/** That a text left shows this late: most are delivered by then, and one mark says it all. Slack grants few. Milliseconds. */
const markSettles = 1_500;
/** What has no place yet waits until it has: then its lane is moved there, and due. Until then it is looked at this seldom. Milliseconds. */
export const unplaced = 24 * 3_600_000;
/** A card that stands anew goes before whatever its thread still waits for. */
const beforeAll = -1;

export async function enqueueOpen(tx: Tx, episode: Episode, now: number, again = false): Promise<void> {
  const { channel } = episode;
  const dueAt = channel === null ? now + unplaced : now - opensAhead;
  const when = { dueAt, position: again ? beforeAll : 0, channel };
  await enqueue(tx, openJob, { episode: episode.id }, when, now);
}

export async function enqueueText(tx: Tx, episode: Episode, message: MessageId, now: number): Promise<void> {
  const when = { dueAt: now, channel: episode.channel };
  await enqueue(tx, textJob, { episode: episode.id, message }, when, now);
}

/** What came with a text is fetched beside it, and shown behind it. */
export async function enqueueFiles(tx: Tx, episode: Episode, message: MessageId, now: number): Promise<void> {
  for (const { id, state } of await tx.files.ofMessage(message))
    if (state === "owed") await enqueueFetch(tx, id, now);
  await enqueueShowFiles(tx, episode, message, now);
}

export async function enqueueShowFiles(
  tx: Tx,
  { id: episode, channel }: Pick<Episode, "id" | "channel">,
  message: MessageId,
  now: number,
): Promise<void> {
  await enqueue(tx, filesJob, { episode, message }, { dueAt: now, channel }, now);
}

/** Anew, where it is not enqueued: at once. */
export async function enqueueFetch(tx: Tx, file: FileId, now: number): Promise<void> {
  await enqueue(tx, fetchJob, { file }, { dueAt: now }, now);
}

/** The same of one that leaves with a text. */
export async function enqueueAttach(tx: Tx, file: FileId, now: number): Promise<void> {
  await enqueue(tx, attachJob, { file }, { dueAt: now }, now);
}

export async function enqueueLine(
  tx: Tx,
  episode: Episode,
  sentence: Sentence,
  now: number,
  notice: NoticeId | null = null,
  note?: NoteWords,
): Promise<void> {
  // Nobody reads it there yet.
  if (episode.state === "quiet") return;
  const when = { dueAt: now, channel: episode.channel };
  await enqueue(tx, lineJob, { episode: episode.id, sentence, notice, ...(note && { note }) }, when, now);
}

/** Draws the card anew: at once when its state changed, a little later when only more texts came. */
export async function enqueueCard(
  tx: Tx,
  { id: episode, channel }: Pick<Episode, "id" | "channel">,
  now: number,
  when: "now" | "soon" = "now",
): Promise<void> {
  const dueAt = when === "now" ? now : now + cardSettles;
  await enqueue(tx, cardJob, { episode }, { dueAt, channel }, now);
}

/** Looks anew at what waits in its conversation because it was under way: it leaves no more, or not now. */
export async function enqueueBeside(
  tx: Tx,
  { episodeId: episode, author }: Pick<Message, "episodeId" | "author">,
  now: number,
): Promise<void> {
  if (episode === null || author === null) return;
  const waiting = await tx.messages.waitingForPerson(episode);
  if (waiting.some(({ waitReason }) => waitReason === "underway"))
    await enqueue(tx, besideJob, { episode }, { dueAt: now }, now);
}

/** Brings the line about who waits up to date where it names this conversation: who has it is another. */
export async function enqueueReminder(
  tx: Tx,
  { id, channel }: Pick<Episode, "id" | "channel">,
  now: number,
): Promise<void> {
  if (channel === null) return;
  const line = (await tx.channels.reminders()).find((row) => row.channel === channel);
  if (line?.episodes.includes(id)) await enqueue(tx, remindJob, { channel }, { dueAt: now, channel }, now);
}

/** The job that says something in an episode's thread, whatever it is: its lane. */
export function threadLane(episode: EpisodeId): string {
  return openJob.lane({ episode });
}

type MarkWhen = "now" | "soon" | "if it waits";

const markDelay: Readonly<Record<MarkWhen, number>> = {
  now: 0,
  soon: markSettles,
  "if it waits": showWaitingAfter,
};

/** Brings a mark up to date: now, after more news may have come, or when it would show that the text still waits. */
export async function enqueueMark(
  tx: Tx,
  { channel, ts }: Place,
  now: number,
  when: MarkWhen = "now",
): Promise<void> {
  await enqueue(tx, markJob, { channel, ts }, { dueAt: now + markDelay[when], channel }, now);
}

/** Where it shows what became of a text: on the member's message that it came from or the post that shows it, and of a list, to its author. */
export async function enqueueMarkOf(
  tx: Tx,
  message: Message,
  now: number,
  when: MarkWhen = "now",
): Promise<void> {
  const place = replyPlace(message);
  if (message.listId !== null) await enqueueProgress(tx, message.listId, now);
  if (place === null) return;
  await enqueueMark(tx, place, now, when);
  if (message.origin !== "typed") await enqueueRedraw(tx, place, now);
}

/** A post of ours that shows a text: what may still be done about it has changed. Of a member's own message, nothing. */
export async function enqueueRedraw(tx: Tx, { channel, ts }: Place, now: number): Promise<void> {
  await enqueue(tx, redrawJob, { channel, ts }, { dueAt: now, channel }, now);
}

/** Shows a member's words in the thread, as the message says they came to be. */
export async function enqueueSay(
  tx: Tx,
  { id: episode, channel }: Pick<Episode, "id" | "channel">,
  message: Pick<Message, "id">,
  now: number,
  kind = sayJob,
): Promise<void> {
  await enqueue(tx, kind, { episode, message: message.id }, { dueAt: now, channel }, now);
}

type Named = Pick<Message, "id" | "conversationId">;

const sending = ({ id, conversationId }: Named) => ({ message: id, conversation: conversationId });

/**
 * Law 4: texts of a conversation leave in the order in which they were written; one that must not leave before a later time
 * takes its place among those that are written by then, and holds up none before.
 */
export async function enqueueSend(
  tx: Tx,
  message: Placed,
  dueAt: number,
  now: number,
  /** Whether it may be handed over right after the commit: then it has to be written as being sent. Returns whether it is. */
  atOnce = false,
): Promise<boolean> {
  const when = { dueAt, position: positionOf(message), mayBeClaimed: atOnce };
  return await enqueue(tx, message.listId === null ? sendJob : sendListedJob, sending(message), when, now);
}

/** The same for one that may be enqueued already: it is taken out before. */
export async function enqueueSendAgain(tx: Tx, message: Placed, dueAt: number, now: number): Promise<void> {
  await withdrawSend(tx, message);
  await enqueueSend(tx, message, dueAt, now);
}

type Placed = Pick<
  Message,
  "id" | "conversationId" | "replyTs" | "writtenAt" | "notBefore" | "waitReason" | "listId"
>;

function positionOf({ replyTs, writtenAt, notBefore, waitReason }: Placed): number {
  if (notBefore !== null && waitReason !== "hold") return notBefore * 1000;
  return replyTs === null ? writtenAt * 1000 : toMicroseconds(replyTs);
}

export async function withdrawSend(tx: Tx, message: Named): Promise<void> {
  await withdraw(tx, sendJob, sending(message));
}

export async function willBeSent(tx: Tx, message: Named): Promise<boolean> {
  return await isEnqueued(tx, sendJob, sending(message));
}

export async function enqueueFind(tx: Tx, message: MessageId, dueAt: number, now: number): Promise<void> {
  await enqueue(tx, findJob, { message }, { dueAt }, now);
}

export async function withdrawFind(tx: Tx, message: MessageId): Promise<void> {
  await withdraw(tx, findJob, { message });
}

/** Shows a notice that stands in a thread as it is by then. */
export async function enqueueRewrite(
  tx: Tx,
  notice: NoticeId,
  channel: SlackChannelId,
  now: number,
): Promise<void> {
  await enqueue(tx, rewriteJob, { notice }, { dueAt: now, channel }, now);
}

/** @param thread the post of ours under which it was written. */
export async function enqueueStray(
  tx: Tx,
  { channel, ts }: Place,
  thread: SlackTs,
  dueAt: number,
  now: number,
): Promise<void> {
  await enqueue(tx, strayJob, { channel, ts, thread }, { dueAt, channel }, now);
}

/** Whether a card is on its way into this channel: its thread may be written in before we know of it. */
export async function isCardUnderWay(tx: Tx, channel: SlackChannelId): Promise<boolean> {
  return await tx.outbox.hasKind(openJob.name, channel);
}
