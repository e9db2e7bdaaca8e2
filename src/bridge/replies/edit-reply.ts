/** Someone edited what they wrote. Until it is handed to the carrier, the edit is what will be sent, judged anew; later its author is told that it can't reach the phone. */

import { sameFiles } from "../../domain/attached-file.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import { calledTemplate } from "../../domain/template-call.ts";
import type { Context } from "../context/context.ts";
import { type EpisodeContext, episodeContext } from "../context/episode-context.ts";
import type { DeskReply } from "../contracts/desk.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Reply } from "../contracts/store/replies.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type Draft, typedDraft } from "../messages/draft.ts";
import { lateness } from "../messages/lateness.ts";
import { outboundState } from "../messages/outbound-state.ts";
import { readBeforeLeaving, readIfUnheard } from "../messages/read-before-leaving.ts";
import { isOutdated, tellWhatLeft } from "../messages/what-left.ts";
import { type WrittenText, writeText } from "../messages/write-text.ts";
import { remarkPrivately } from "../notices/tell.ts";
import { enqueueChangedNote } from "../outbox/thread-kind.ts";
import { answerIfCalled } from "./answer-if-called.ts";
import { keepStray } from "./keep-stray.ts";
import { isInside, rememberWords } from "./remember-early.ts";
import { tellItIsCancelled, tellItStays } from "./stays-inside.ts";

export async function editReply(ctx: Context, input: { reply: DeskReply }): Promise<void> {
  const { reply } = input;
  await ctx.store.transaction(async (tx) => {
    await takeEdit(ctx, tx, reply, "event");
    await readIfUnheard(ctx, tx, reply, reply.edited ?? reply.ts);
  });
}

/** Also for what is read again after a gap, inside its transaction. */
export async function takeEdit(
  ctx: Context,
  tx: Tx,
  reply: DeskReply,
  how: "event" | "found",
): Promise<void> {
  const place = { channel: reply.channel, ts: reply.ts };
  const known = await tx.replies.find(place);
  if (known === null || known.verdict === "unseen") return await takeEarlyEdit(ctx, tx, reply, known, how);
  const edited = reply.edited ?? reply.ts;
  // Slack stamps edits by the second: a second one within it carries the same stamp, and comes after.
  if (known.deletedAt !== null || (known.edited !== null && edited < known.edited)) return;
  const { text, mentions, files, attached = null, kind } = reply;
  const now = { text, mentions, files, attached, kind, edited: reply.edited };
  const unlogged = known.verdict === "note" && !holdsTheSame(known, reply);
  await tx.replies.update(place, { ...now, ...(unlogged && { unlogged }) });
  if (holdsTheSame(known, reply)) return;
  const episode = await tx.episodes.get(known.episodeId);
  if (episode === null) return;
  // A note never becomes a text by editing; one that mentions someone can still be sent by its button.
  if (known.verdict === "note" && !callsAnew(known, reply)) {
    await enqueueChangedNote(ctx, tx, place);
    if (isInside(ctx, known) && !isInside(ctx, reply))
      await tellItStays(ctx, tx, episode, { ...known, ...now });
    return;
  }
  const around = await episodeContext(tx, episode);
  const message = known.messageId === null ? null : await tx.messages.get(known.messageId);
  if (message?.state === "cancelled") return await tellItIsCancelled(ctx, tx, episode, { ...known, ...now });
  if (message !== null && message.state !== "waiting" && message.state !== "queued")
    return tooLate(ctx, tx, around, { known, now: { ...known, ...now } }, message);
  await judgeAnew(ctx, tx, around, { ...known, ...now }, message, how);
}

/** Whoever mistyped a template's key mends it where it stands: what calls one reaches nobody, before and after. */
function callsAnew(known: Reply, { text }: DeskReply): boolean {
  const called = calledTemplate(text);
  return called !== null && called !== calledTemplate(known.text);
}

/** Of what is not judged: it may come before what it edits, or make words for a customer of a note that reaches nobody. */
async function takeEarlyEdit(
  ctx: Context,
  tx: Tx,
  reply: DeskReply,
  known: Reply | null,
  how: "event" | "found",
): Promise<void> {
  const isInThread = (await tx.episodes.atThread(reply.channel, reply.thread)) !== null;
  if (known !== null || isInThread) await rememberWords(ctx, tx, reply, known);
  if (!isInThread) await keepStray(ctx, tx, reply, known, how);
}

function holdsTheSame(known: Reply, { text, mentions, files, attached, kind }: DeskReply): boolean {
  const isSame = known.files === files && sameFiles(known.attached, attached);
  return known.text === text && isSame && known.mentions === mentions && known.kind === kind;
}

/** @param reply as it stands now. Null when nobody knows who wrote it. */
export async function judgeAnew(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  reply: Reply,
  message: Message | null,
  how: "event" | "found",
): Promise<WrittenText | null> {
  const { channel, thread, author } = reply;
  if (author === null) return null;
  const found = thread === null ? null : await tx.episodes.atThread(channel, thread);
  const writtenAt = toMilliseconds(reply.edited ?? reply.ts);
  const reason = message?.waitReason;
  const stillAsked = reason === "outage" || reason === "late" || reason === "overtaken" ? reason : false;
  const draft = typedDraft(
    around,
    { ...reply, author },
    {
      thread: found?.thread.state ?? "current",
      tooLate: stillAsked || (await lateness(ctx, tx, writtenAt, how)),
      message,
    },
  );
  const written = await writeText(ctx, tx, { ...draft, ...timeOf(message) });
  await answerIfCalled(ctx, tx, draft, written);
  return written;
}

/** A time that was chosen for it is chosen for other words of it, too. */
function timeOf(message: Message | null): Pick<Draft, "later"> {
  if (message === null || message.waitReason !== "scheduled" || message.notBefore === null) return {};
  return { later: { at: message.notBefore, unlessTheyWrite: message.unlessTheyWrite } };
}

async function tooLate(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  { known, now }: { readonly known: Reply; readonly now: Reply },
  message: Message,
): Promise<void> {
  await readBeforeLeaving(tx, message);
  const wasOutdated = isOutdated(known, message);
  const differs = isOutdated(now, message);
  // Edited back to what left: there is nothing to say.
  if (wasOutdated && !differs) return;
  // What was outdated before has been told of.
  if (differs && !wasOutdated) await tellWhatLeft(ctx, tx, message, outboundState(message), now);
  if (known.author === null) return;
  const sentence = [tooLateFor(message)];
  await remarkPrivately(ctx, tx, known.author, sentence, {
    episode: around.episode,
    about: { channel: known.channel, ts: known.ts },
    message: message.id,
    causedAt: ctx.now(),
  });
}

function tooLateFor({ state }: Message): string {
  if (state === "failed")
    return "Your edit was not sent: the text had failed already. Write it again to send it.";
  const left = state === "sending" ? "is on its way already" : "had left already";
  return `Your edit can't reach the phone: the text ${state === "unknown" ? "may have left already" : left}.`;
}
