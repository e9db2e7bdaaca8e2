/**
 * What the phone holds, where the member's message does not show it any more: it was edited or deleted after its text had left. The thread
 * says so for good, because whoever reads it later sees only the words that never left.
 */
import { nameAttachments } from "../../domain/attachments.ts";
import { isNote } from "../../domain/inside.ts";
import { hasLeft, type MessageState } from "../../domain/message-state.ts";
import { memberName } from "../../domain/people.ts";
import { isEmptyText } from "../../domain/plain-text.ts";
import { wholeAtEnd } from "../../domain/quote.ts";
import type { Part, Sentence } from "../../domain/sentence.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, type EpisodeContext, episodeContext, memberOf } from "../context/episode-context.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Reply } from "../contracts/store/replies.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueLine } from "../outbox/enqueue.ts";
import { saidIn } from "./said-in.ts";

/**
 * Whether its message shows something else than this text, or hangs other files on it than left: what stayed here by a choice counts for
 * nothing, and on a post of ours hangs none.
 */
export function isOutdated(
  { text, deletedAt, files, byUs }: Reply,
  { body, files: left }: Pick<Message, "body" | "files">,
): boolean {
  return deletedAt !== null || text !== body || (!byUs && left > 0 && files !== left);
}

/** @param state as it is known now. While the carrier is asked, nothing has left yet: then it is said with the answer. */
export async function tellWhatLeft(
  ctx: Context,
  tx: Tx,
  message: Message,
  state: MessageState,
  reply: Reply,
): Promise<void> {
  if (!hasLeft(state) && state !== "unknown") return;
  const episode = await tx.episodes.get(message.episodeId);
  if (episode === null) return;
  const around = await episodeContext(tx, episode);
  const words = `${whoHolds(contactLabel(around), state)}: ${allOf(message)} `;
  await enqueueLine(tx, episode, [words, ...whatCame(around, message, reply)], ctx.now());
}

/** A change that was too late while the carrier was asked, or before it was tried again: said once it is known that the text left. */
export async function tellIfOutdated(
  ctx: Context,
  tx: Tx,
  message: Message,
  state: MessageState,
): Promise<void> {
  if (!message.reread && message.retryOf === null) return;
  const place = replyPlace(message);
  const reply = place === null ? null : await tx.replies.find(place);
  if (reply !== null && isOutdated(reply, message)) await tellWhatLeft(ctx, tx, message, state, reply);
}

/** The same for whoever asks about it. */
export function whatLeft(message: Message, reply: Reply): string {
  const what = message.state === "delivered" ? "What the phone holds" : "What left";
  const body = allOf(message);
  if (wasTriedSince(message, reply))
    return `${what} is ${body} The message was edited before that was tried again.`;
  const how = reply.deletedAt === null ? "edited" : "deleted";
  return `${what} is ${body} The message was ${how} after that had left.`;
}

/** With what went along: it may be that what differs. */
function allOf(message: Message): string {
  if (isEmptyText(message.body) || message.media.length === 0) return wholeAtEnd(saidIn(message));
  const types = message.media.map(({ contentType }) => contentType);
  return `“${message.body}”, with ${nameAttachments(0, types)}.`;
}

/** What is tried again leaves as it first read, whatever was done to its message meanwhile. Slack stamps edits by the second. */
function wasTriedSince({ retryOf, sendingAt }: Message, { deletedAt, edited }: Reply): boolean {
  if (retryOf === null || sendingAt === null || deletedAt !== null || edited === null) return false;
  return toMilliseconds(edited) <= sendingAt;
}

function whoHolds(contact: string, state: MessageState): string {
  if (state === "unknown") return `If it left, ${contact} received`;
  return `${contact} ${state === "delivered" ? "received" : "was sent"}`;
}

function whatCame(around: EpisodeContext, message: Message, reply: Reply): Sentence {
  const who = writerOf(around, message, reply);
  const after = wasTriedSince(message, reply) ? " before its text was tried again." : " after it had left.";
  if (reply.deletedAt !== null) return [`${who === null ? "The" : `${who}'s`} message was deleted${after}`];
  const { channel, ts, text, kind } = reply;
  const into = isNote(text) || kind === "me" ? " into a note" : "";
  const link = (label: string): Part => ({ link: { channel, ts }, label });
  return who === null
    ? [link("The message"), ` was edited${into}${after}`]
    : [`${who} `, link(`edited the message${into}`), after];
}

/** Who wrote the message, and alone can change it: somebody else may have sent its text. */
function writerOf(around: EpisodeContext, { author, authorUser }: Message, reply: Reply): string | null {
  const wrote = reply.author !== null && reply.author !== authorUser ? memberOf(around, reply.author) : null;
  const writer = reply.author === authorUser ? author : (wrote?.username ?? null);
  return writer === null ? null : memberName(around.directory, writer);
}
