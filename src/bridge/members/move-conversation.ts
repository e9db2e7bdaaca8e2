/**
 * An open conversation goes on with somebody else, under a card of its own, or in the one that they have with this contact already. The
 * old stretch ends and says where it goes on; what was said in it goes along, and what has not left asks whoever has it now.
 */

import { lineByNumber } from "../../domain/directory.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import { type Owner, partyOf } from "../../domain/owner.ts";
import { memberName } from "../../domain/people.ts";
import { quotedAtEnd } from "../../domain/quote.ts";
import { placeOf } from "../../domain/route.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { cancelMessage } from "../messages/cancel-message.ts";
import { giveBackListed } from "../messages/give-back-listed.ts";
import { moveDrafts } from "../messages/move-drafts.ts";
import { openQuiet } from "../messages/open-quiet.ts";
import { saidIn } from "../messages/said-in.ts";
import { waitingForPerson } from "../messages/waits.ts";
import type { NoticeKind } from "../notices/notice-kind.ts";
import { closeNotice, tellInThread } from "../notices/tell.ts";
import {
  enqueueCard,
  enqueueFiles,
  enqueueLine,
  enqueueMarkOf,
  enqueueOpen,
  enqueueReminder,
  enqueueSay,
  enqueueText,
  threadLane,
  withdrawSend,
} from "../outbox/enqueue.ts";
import { moveRecords } from "../records/move-records.ts";
import { noteEvent } from "../records/note-event.ts";
import { enqueueReach } from "./reach-member.ts";

export interface MoveWords {
  /** In the thread in which it goes on. */
  readonly here: Sentence;
  /** In the one where it stood; null where nobody reads it. */
  readonly there: Sentence | null;
}

/** Among so many of its newest texts are those that nobody has answered yet: whoever has it now has not seen them. */
const newestTexts = 12;

export async function moveConversation(
  ctx: Context,
  tx: Tx,
  people: People,
  old: Episode,
  { owner, words }: { readonly owner: Owner; readonly words: MoveWords },
): Promise<void> {
  const before = await tx.conversations.get(old.conversationId);
  if (before === null) throw new Error("an episode without its conversation");
  const now = ctx.now();
  const conversation = await tx.conversations.open(before.address, owner, ctx.newId, now);
  const open = await tx.episodes.findOpen(conversation.id);
  const next = open ?? (await beginAnew(ctx, tx, people, conversation));
  const unseen = await unseenOf(tx, old);
  await tx.episodes.update(old.id, {
    state: before.owner.kind === "member" ? "closed" : "resolved",
    resolvedAt: now,
    resolvedBy: null,
    unansweredSince: null,
    idleSince: null,
    movedTo: next.id,
  });
  await tx.episodes.update(next.id, { ...bothOf(old, next), idleSince: next.idleSince && now });
  const unsent = await tx.messages.unsentOf(old.id);
  await tx.messages.move(old.id, { conversationId: conversation.id, episodeId: next.id });
  await moveDrafts(tx, old, next);
  await moveRecords(ctx, tx, { episode: old, owner: before.owner }, { episode: next, owner });
  await noteEvent(ctx, tx, next.id, "moved");
  const offers = await openOffers(ctx, tx, old, words);
  await tx.notices.move(old.id, next.id);
  // Of a thread that never stood, nothing can be said in it any more.
  if (old.thread === null) await tx.outbox.dropLane(threadLane(old.id));
  if (open === null) await enqueueOpen(tx, next, now);
  if (next.channel === null && owner.kind === "member") await enqueueReach(tx, owner.username, now);
  await enqueueLine(tx, next, words.here, now);
  for (const text of unseen) {
    await enqueueText(tx, next, text.id, now);
    if (text.files > 0) await showFilesAgain(tx, next, text, now);
  }
  for (const { sentence, id } of offers) await enqueueLine(tx, next, sentence, now, id);
  if (old.thread === null)
    for (const text of await tx.messages.unshownIn(next.id)) {
      await enqueueSay(tx, next, text, now);
      if (text.origin === "elsewhere" && text.files > 0) await showFilesAgain(tx, next, text, now);
    }
  for (const message of unsent) await askAbout(ctx, tx, people, next, message);
  if (open !== null) await enqueueCard(tx, next, now);
  if (old.thread !== null && words.there !== null) await enqueueLine(tx, old, words.there, now);
  await enqueueCard(tx, old, now);
  await enqueueReminder(tx, old, now);
}

/** What stood in the other thread is not here any more: it is fetched once more. */
async function showFilesAgain(tx: Tx, next: Episode, { id }: Message, now: number): Promise<void> {
  for (const file of await tx.files.ofMessage(id))
    if (file.state === "done") await tx.files.update(file.id, { state: "owed", trouble: null });
  await enqueueFiles(tx, next, id, now);
}

async function beginAnew(
  ctx: Context,
  tx: Tx,
  people: People,
  { id, owner }: Conversation,
): Promise<Episode> {
  const { directory } = people;
  const party = partyOf(directory, owner);
  const line = owner.kind === "line" ? lineByNumber(directory, owner.number) : null;
  const newest = await tx.episodes.newest(id);
  const channel = party && placeOf(people, party, line);
  if (newest?.state === "quiet")
    return await openQuiet(ctx, tx, newest, { channel, isDirect: owner.kind === "member" });
  return await tx.episodes.insert({
    id: ctx.newId() as EpisodeId,
    conversationId: id,
    number: (newest?.number ?? 0) + 1,
    channel,
    openedAt: ctx.now(),
    idleSince: owner.kind === "member" ? ctx.now() : null,
  });
}

function bothOf(old: Episode, next: Episode): Pick<Episode, "lastTextAt" | "unansweredSince"> {
  const since = [old.unansweredSince, next.unansweredSince].filter((at) => at !== null);
  const last = [old.lastTextAt, next.lastTextAt].filter((at) => at !== null);
  return {
    unansweredSince: since.length === 0 ? null : Math.min(...since),
    lastTextAt: last.length === 0 ? null : Math.max(...last),
  };
}

/** What the contact wrote since they were answered last, and what nobody has been shown. */
async function unseenOf(tx: Tx, { id }: Episode): Promise<readonly Message[]> {
  const said = await tx.messages.lastSaid(id, newestTexts);
  const answered = said.findLastIndex(({ direction }) => direction === "out");
  return said.filter(
    ({ direction, postedTs }, index) => direction === "in" && (index > answered || postedTs === null),
  );
}

/** What was asked in the thread is asked in the next one; what one person was asked about is over for them. */
async function openOffers(ctx: Context, tx: Tx, old: Episode, { here }: MoveWords) {
  const open = await tx.notices.openOfEpisode(old.id);
  for (const notice of open)
    if (notice.audience === "private") await closeNotice(ctx, tx, notice, { state: "expired" }, here);
  return open.filter(({ audience }) => audience === "thread");
}

/** It was written by somebody before the conversation went on with somebody else. */
export const inheritedNotice: NoticeKind<
  {
    readonly author: string;
    readonly body: string;
    /** The time that was chosen for it, where that is yet to come. Milliseconds. */
    readonly at?: number | null;
  },
  "send_now" | "discard"
> = {
  name: "inherited",
  labels: { send_now: "Send", discard: "Discard" },
  label: (choice, { at }) => (choice === "send_now" && typeof at === "number" ? "Send at its time" : null),
  offers: () => ["send_now", "discard"],
  sentence: ({ author, body, at }) => [
    `${author} wrote this before the conversation went on here, `,
    ...(typeof at === "number" ? (["to leave ", { at }, ": "] as const) : ["and it has not left: "]),
    `${quotedAtEnd(body)} Send it?`,
  ],
};

/** What nobody wrote is not sent any more: it was an answer to what has come long since. */
async function askAbout(
  ctx: Context,
  tx: Tx,
  people: People,
  episode: Episode,
  message: Message,
): Promise<void> {
  if (message.author === null) return await cancelMessage(tx, message);
  await askInThread(ctx, tx, people, episode, message);
}

/** A text that has not left waits for the word of anybody who may decide in the thread. */
export async function askInThread(
  ctx: Context,
  tx: Tx,
  { directory }: People,
  episode: Episode,
  message: Message,
): Promise<void> {
  // Its list says what becomes of it.
  if (message.listId !== null) return await giveBackListed(ctx, tx, message, { reason: "late" });
  const now = ctx.now();
  const { notBefore, waitReason } = message;
  const at = notBefore !== null && notBefore > now && waitReason !== "hold" ? notBefore : null;
  await withdrawSend(tx, message);
  await tx.messages.update(message.id, { ...waitingForPerson("late", now), notBefore: at });
  await enqueueMarkOf(tx, message, now);
  const author = message.author === null ? "A colleague" : memberName(directory, message.author);
  await tellInThread(
    ctx,
    tx,
    inheritedNotice,
    { author, body: saidIn(message), at },
    {
      episode,
      about: replyPlace(message),
      message: message.id,
      causedAt: now,
    },
  );
}
