/**
 * Judges a member's message and does what follows from it, whether it is new, edited, or its author chose to send it after
 * all. Everything between Slack and the phone goes through here, so that law 7 is kept in one place.
 */
import type { Member } from "../../domain/directory.ts";
import { judgeReply, type Verdict } from "../../domain/judge-reply.ts";
import { canReceive } from "../../domain/phone.ts";
import { mayText } from "../../domain/rights.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Message } from "../../store/messages.ts";
import type { Tx } from "../../store/store.ts";
import { type Context, newMessageId } from "../context/context.ts";
import { type EpisodeContext, memberOf } from "../context/episode-context.ts";
import { tellPrivately, withdrawNotices } from "../notices/tell.ts";
import { enqueueCard, enqueueMark, enqueueSend, sendKey } from "../outbox/enqueue.ts";
import type { Candidate } from "./candidate.ts";
import { type Explained, explainVerdict } from "./explain-verdict.ts";
import { held, noWait, waitingForPerson } from "./waits.ts";

export interface Considered {
  readonly verdict: Verdict;
  /** What its author was told, where there was something to tell. */
  readonly explained: Explained | null;
}

export async function considerReply(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  candidate: Candidate,
): Promise<Considered> {
  const member = memberOf(around, candidate.author);
  const carrier = around.line === null ? undefined : ctx.carriers.get(around.line.carrier);
  const { agreed } = candidate;
  const verdict = judgeReply({
    text: candidate.text,
    kind: candidate.kind,
    mentions: candidate.mentions && !agreed.has("mention"),
    files: candidate.files,
    filesAgreed: agreed.has("files"),
    mayText: around.group !== null && mayText(around.group, member),
    lineKnown: carrier !== undefined,
    canReceive: canReceive(around.conversation.address),
    maxText: carrier?.capabilities.maxText ?? 0,
    carriesMedia: carrier?.capabilities.media ?? false,
    thread: agreed.has("former") ? "current" : candidate.thread,
    conversation: around.episode.state,
    tooLate: agreed.has("late") || agreed.has("outage") ? false : candidate.tooLate,
  });
  if (verdict.kind === "text" && member !== null) {
    await queue(ctx, tx, around, candidate, member);
    return { verdict, explained: null };
  }
  const message = await keepBack(ctx, tx, around, candidate, member, verdict);
  return { verdict, explained: await explain(ctx, tx, around, candidate, verdict, message) };
}

/** Of what was asked before about the same message; when it was answered just now, that is said instead. */
const itWasEdited: Sentence = ["It was edited."];

/** It will leave: after the hold, or at once when its author has just said so. */
async function queue(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  candidate: Candidate,
  member: Member,
): Promise<void> {
  const now = ctx.now();
  const hold = candidate.agreed.size > 0 ? 0 : ctx.settings.hold;
  const wait = hold > 0 ? held : ({ state: "queued", ...noWait } as const);
  const message = await writeMessage(ctx, tx, around, candidate, member, wait);
  await withdrawNotices(ctx, tx, candidate.place, itWasEdited);
  await enqueueSend(tx, message, now + hold, now);
  await enqueueMark(tx, candidate.place, now, "if it waits");
  await tx.replies.update(candidate.place, { verdict: "text", reason: null, messageId: message.id });
  if (around.episode.assignee === null && around.episode.state === "open") {
    await tx.episodes.update(around.episode.id, { assignee: member.username });
    await enqueueCard(tx, around.episode, now);
  }
}

/** It does not leave, or not now. Returns the text that waits for its author, if one does. */
async function keepBack(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  candidate: Candidate,
  member: Member | null,
  verdict: Verdict,
): Promise<Message | null> {
  const now = ctx.now();
  if (candidate.message !== null) await tx.outbox.drop(sendKey(candidate.message.id));
  await enqueueMark(tx, candidate.place, now);
  if (verdict.kind === "ask" && member !== null) {
    const wait = waitingForPerson(verdict.reason, now);
    const message = await writeMessage(ctx, tx, around, candidate, member, wait);
    await tx.replies.update(candidate.place, {
      verdict: "text",
      reason: verdict.reason,
      messageId: message.id,
    });
    return message;
  }
  if (candidate.message !== null) {
    await tx.messages.update(candidate.message.id, { state: "cancelled", ...noWait });
  }
  const reason = verdict.kind === "text" ? null : verdict.reason;
  await tx.replies.update(candidate.place, {
    verdict: verdict.kind === "note" ? "note" : "refused",
    reason,
    messageId: null,
  });
  return null;
}

async function writeMessage(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  candidate: Candidate,
  member: Member,
  wait: Pick<Message, "state" | "waitsFor" | "waitReason" | "waitingSince">,
): Promise<Message> {
  const writtenAt = candidate.agreed.size > 0 ? ctx.now() : candidate.writtenAt;
  const answering = {
    author: member.username,
    authorUser: candidate.author,
    agreed: [...candidate.agreed],
  };
  if (candidate.message !== null) {
    const change = { ...wait, ...answering, body: candidate.text, writtenAt };
    await tx.messages.update(candidate.message.id, change);
    return { ...candidate.message, ...change };
  }
  return await tx.messages.insert({
    id: newMessageId(ctx),
    conversationId: around.conversation.id,
    episodeId: around.episode.id,
    direction: "out",
    body: candidate.text,
    carrier: around.line?.carrier ?? "",
    replyChannel: candidate.place.channel,
    replyTs: candidate.place.ts,
    writtenAt,
    createdAt: ctx.now(),
    ...answering,
    ...wait,
  });
}

async function explain(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  candidate: Candidate,
  verdict: Verdict,
  message: Message | null,
): Promise<Explained | null> {
  const explained = await explainVerdict(ctx, tx, around, candidate, verdict);
  await withdrawNotices(ctx, tx, candidate.place, itWasEdited);
  if (explained === null) return null;
  await tellPrivately(ctx, tx, candidate.author, {
    episode: around.episode,
    about: candidate.place,
    message: message?.id ?? null,
    sentence: explained.sentence,
    choices: explained.choices,
    causedAt: candidate.writtenAt,
  });
  return explained;
}
