/** A conversation ends, or its contact writes, while texts in it wait for a time that their authors chose. */
import type { EpisodeId, SlackUserId, Username } from "../../domain/ids.ts";
import { memberName } from "../../domain/people.ts";
import { quotedAtEnd } from "../../domain/quote.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, type EpisodeContext, episodeContext, naming } from "../context/episode-context.ts";
import { type Outcome, silent } from "../context/outcome.ts";
import { replyPlace } from "../context/reply-place.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { cancelMessage } from "../messages/cancel-message.ts";
import { closeNotice, inform } from "../notices/tell.ts";
import { enqueueLine, enqueueMarkOf } from "../outbox/enqueue.ts";

/** How a conversation ends: a shared one is resolved, a direct one closed. */
export type Ending = "resolve" | "close";

/** What becomes of them: they leave at their time into the conversation that is over, or never. */
export type Fate = "keep" | "cancel";

/** What whoever ends it is asked, with what they see of each. */
export interface ScheduledForm {
  readonly episode: EpisodeId;
  readonly ending: Ending;
  readonly contact: string;
  readonly texts: readonly { readonly at: number; readonly by: string; readonly body: string }[];
  /** When the newest of them was written: one that came since was not seen. */
  readonly newest: number;
}

export interface Decided {
  readonly fate: Fate;
  readonly newest: number;
}

/** It ends, or whoever ends it is asked first. */
export interface Ended extends Outcome {
  readonly asks?: ScheduledForm;
}

/** Of each the time was chosen: what waits out its hold is none. */
async function scheduledIn(tx: Tx, { id }: Pick<Episode, "id">): Promise<Message[]> {
  const unsent = await tx.messages.unsentOf(id);
  return unsent.filter(
    ({ waitsFor, waitReason, listId }) => waitsFor === "time" && waitReason !== "hold" && listId === null,
  );
}

/** Null when it may end: there are none, or it was said what becomes of them. */
export async function askAboutScheduled(
  tx: Tx,
  around: EpisodeContext,
  ending: Ending,
  decided: Decided | null,
): Promise<Ended | null> {
  const texts = await scheduledIn(tx, around.episode);
  const newest = Math.max(0, ...texts.map(({ createdAt }) => createdAt));
  if (texts.length === 0 || (decided !== null && newest <= decided.newest)) return null;
  const form = {
    episode: around.episode.id,
    ending,
    contact: contactLabel(around),
    newest,
    texts: texts.map(({ author, body, notBefore }) => ({
      at: notBefore ?? 0,
      by: author === null ? "" : memberName(around.directory, author),
      body,
    })),
  };
  return { ...silent, asks: form };
}

/** Whoever ended the conversation wanted it; the thread says so. */
export async function cancelScheduled(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  by: Username,
  user: SlackUserId,
): Promise<void> {
  const { episode } = around;
  const texts = await scheduledIn(tx, episode);
  if (texts.length === 0) return;
  const who = naming(around, by);
  for (const message of texts) {
    const isTheirs = message.authorUser === user;
    const why = [
      who,
      ` ended the conversation with ${contactLabel(around)}, and cancelled this scheduled text: `,
    ];
    await cancelOne(ctx, tx, episode, message, isTheirs ? null : why);
  }
  await tx.episodes.update(episode.id, { unlessTheyWrite: false });
  const what = texts.length === 1 ? "one scheduled text" : `${texts.length} scheduled texts`;
  await enqueueLine(tx, episode, [who, ` cancelled ${what} with it.`], ctx.now());
}

/** A text of the contact came: what was to be sent only if they don't write first is cancelled. */
export async function cancelSinceTheyWrote(
  ctx: Context,
  tx: Tx,
  episode: Episode,
  conversation: Conversation,
): Promise<void> {
  // Whatever else it waits for: for somebody's word, or for a carrier that has put it off.
  const texts = (await tx.messages.unsentTo(conversation.contactId)).filter(
    ({ conversationId, unlessTheyWrite }) => unlessTheyWrite && conversationId === conversation.id,
  );
  await tx.episodes.update(episode.id, { unlessTheyWrite: false });
  if (texts.length === 0) return;
  const why = theyWrote(await episodeContext(tx, episode, conversation));
  for (const message of texts) await cancelOne(ctx, tx, episode, message, why);
}

function theyWrote(around: EpisodeContext): Sentence {
  return [`${contactLabel(around)} wrote first, so this scheduled text was cancelled: `];
}

/** The same of one that is about to leave: they may have written where somebody else answers. Whether it was cancelled. */
export async function cancelIfTheyWrote(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  message: Message,
): Promise<boolean> {
  if (!message.unlessTheyWrite) return false;
  for (const { conversation } of await tx.episodes.newestOfEach([around.conversation.contactId])) {
    if (!(await tx.messages.cameSince(conversation.id, message.createdAt))) continue;
    await cancelOne(ctx, tx, around.episode, message, theyWrote(around));
    return true;
  }
  return false;
}

/** @param why what its author is told before its words; null where they know. */
async function cancelOne(
  ctx: Context,
  tx: Tx,
  episode: Episode,
  message: Message,
  why: Sentence | null,
): Promise<void> {
  await cancelMessage(tx, message);
  await enqueueMarkOf(tx, message, ctx.now());
  for (const notice of await tx.notices.openAboutMessage(message.id))
    await closeNotice(ctx, tx, notice, { state: "expired" }, ["It was cancelled."]);
  if (why === null || message.authorUser === null) return;
  // They wrote it long ago, and are not in the thread any more.
  const place = replyPlace(message) ?? threadPlace(episode);
  const where: Sentence = place === null ? [] : [" ", { link: place, label: "Open the conversation" }];
  await inform(ctx, tx, message.authorUser, [...why, quotedAtEnd(message.body), ...where]);
}
