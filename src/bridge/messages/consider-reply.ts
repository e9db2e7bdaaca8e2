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
import { type Bridge, newMessageId } from "../context/context.ts";
import { memberOf, type Scene } from "../context/episode-context.ts";
import { tellPrivately, withdrawNotices } from "../notices/tell.ts";
import { oweCard, oweMark, oweSend, sendKey } from "../outbox/enqueue.ts";
import type { Candidate } from "./candidate.ts";
import { type Explained, explainVerdict } from "./explain-verdict.ts";
import { held, noWait, waitingForPerson } from "./waits.ts";

export interface Considered {
  readonly verdict: Verdict;
  /** What its author was told, where there was something to tell. */
  readonly explained: Explained | null;
}

export async function considerReply(
  bridge: Bridge,
  tx: Tx,
  scene: Scene,
  candidate: Candidate,
): Promise<Considered> {
  const member = memberOf(scene, candidate.author);
  const carrier = scene.line === null ? undefined : bridge.carriers.get(scene.line.carrier);
  const { agreed } = candidate;
  const verdict = judgeReply({
    text: candidate.text,
    kind: candidate.kind,
    mentions: candidate.mentions && !agreed.has("mention"),
    files: candidate.files,
    filesAgreed: agreed.has("files"),
    mayText: scene.group !== null && mayText(scene.group, member),
    lineKnown: carrier !== undefined,
    canReceive: canReceive(scene.conversation.address),
    maxText: carrier?.capabilities.maxText ?? 0,
    carriesMedia: carrier?.capabilities.media ?? false,
    thread: agreed.has("former") ? "current" : candidate.thread,
    conversation: scene.episode.state,
    tooLate: agreed.has("late") || agreed.has("outage") ? false : candidate.tooLate,
  });
  if (verdict.kind === "text" && member !== null) {
    await queue(bridge, tx, scene, candidate, member);
    return { verdict, explained: null };
  }
  const message = await keepBack(bridge, tx, scene, candidate, member, verdict);
  return { verdict, explained: await explain(bridge, tx, scene, candidate, verdict, message) };
}

/** Of what was asked before about the same message; when it was answered just now, that is said instead. */
const itWasEdited: Sentence = ["It was edited."];

/** It will leave: after the hold, or at once when its author has just said so. */
async function queue(
  bridge: Bridge,
  tx: Tx,
  scene: Scene,
  candidate: Candidate,
  member: Member,
): Promise<void> {
  const now = bridge.now();
  const hold = candidate.agreed.size > 0 ? 0 : bridge.settings.hold;
  const wait = hold > 0 ? held : ({ state: "queued", ...noWait } as const);
  const message = await writeMessage(bridge, tx, scene, candidate, member, wait);
  await withdrawNotices(bridge, tx, candidate.place, itWasEdited);
  await oweSend(tx, message, now + hold, now);
  await oweMark(tx, candidate.place, now, "if it waits");
  await tx.replies.update(candidate.place, { verdict: "text", reason: null, messageId: message.id });
  if (scene.episode.assignee === null && scene.episode.state === "open") {
    await tx.episodes.update(scene.episode.id, { assignee: member.username });
    await oweCard(tx, scene.episode, now);
  }
}

/** It does not leave, or not now. Returns the text that waits for its author, if one does. */
async function keepBack(
  bridge: Bridge,
  tx: Tx,
  scene: Scene,
  candidate: Candidate,
  member: Member | null,
  verdict: Verdict,
): Promise<Message | null> {
  const now = bridge.now();
  if (candidate.message !== null) await tx.outbox.drop(sendKey(candidate.message.id));
  await oweMark(tx, candidate.place, now);
  if (verdict.kind === "ask" && member !== null) {
    const wait = waitingForPerson(verdict.reason, now);
    const message = await writeMessage(bridge, tx, scene, candidate, member, wait);
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
  bridge: Bridge,
  tx: Tx,
  scene: Scene,
  candidate: Candidate,
  member: Member,
  wait: Pick<Message, "state" | "waitsFor" | "waitReason" | "waitingSince">,
): Promise<Message> {
  const writtenAt = candidate.agreed.size > 0 ? bridge.now() : candidate.writtenAt;
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
    id: newMessageId(bridge),
    conversationId: scene.conversation.id,
    episodeId: scene.episode.id,
    direction: "out",
    body: candidate.text,
    carrier: scene.line?.carrier ?? "",
    replyChannel: candidate.place.channel,
    replyTs: candidate.place.ts,
    writtenAt,
    createdAt: bridge.now(),
    ...answering,
    ...wait,
  });
}

async function explain(
  bridge: Bridge,
  tx: Tx,
  scene: Scene,
  candidate: Candidate,
  verdict: Verdict,
  message: Message | null,
): Promise<Explained | null> {
  const explained = await explainVerdict(bridge, tx, scene, candidate, verdict);
  await withdrawNotices(bridge, tx, candidate.place, itWasEdited);
  if (explained === null) return null;
  await tellPrivately(bridge, tx, candidate.author, {
    episode: scene.episode,
    about: candidate.place,
    message: message?.id ?? null,
    sentence: explained.sentence,
    choices: explained.choices,
    causedAt: candidate.writtenAt,
  });
  return explained;
}
