/**
 * The only door: every text that shall leave is judged and written here, whoever or whatever it comes from, whether it is new, edited
 * or chosen to leave after all. Nothing else writes an outbound message.
 */

import type { Member } from "../../domain/directory.ts";
import type { Verdict } from "../../domain/policy/may-send.ts";
import type { Sentence } from "../../domain/sentence.ts";
import { claimedBy } from "../context/claim.ts";
import { type Context, newMessageId } from "../context/context.ts";
import { accessOf, memberOf } from "../context/episode-context.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { ReplyVerdict } from "../contracts/store/replies.ts";
import type { Tx } from "../contracts/store/store.ts";
import { dropFiles } from "../files/drop-files.ts";
import { takeAlong } from "../files/take-along.ts";
import { closeNotice, tellPrivately, withdrawNotices } from "../notices/tell.ts";
import {
  enqueueBeside,
  enqueueCard,
  enqueueMark,
  enqueueMarkOf,
  enqueueSend,
  enqueueSendAgain,
  withdrawSend,
} from "../outbox/enqueue.ts";
import { enqueueNote } from "../outbox/thread-kind.ts";
import { noteEvent } from "../records/note-event.ts";
import { unloggedIn } from "../records/owes-log.ts";
import { type BesideFacts, besideFacts } from "./beside.ts";
import { type Draft, filesOf, keepsFiles } from "./draft.ts";
import { heldBy } from "./held-by.ts";
import { type Held, heldNotice } from "./held-notice.ts";
import { goesOn, judge } from "./judge.ts";
import { openAgain } from "./open-again.ts";
import { quietFacts } from "./quiet-facts.ts";
import { isHeard } from "./read-before-leaving.ts";
import { alongOf, answering, insertRow, writeRow, writtenAtOf } from "./text-row.ts";
import { held, noWait, queued, scheduled, sending, type Wait, waitingForPerson } from "./waits.ts";

export interface WrittenText {
  readonly verdict: Verdict;
  /** The text that leaves, or waits for a word; null where none was made of it. */
  readonly message: Message | null;
  /** What its author was told, where there was something to tell. */
  readonly held: Held | null;
}

export async function writeText(ctx: Context, tx: Tx, draft: Draft): Promise<WrittenText> {
  const member = draft.author && memberOf(draft.around, draft.author);
  const beside = await besideFacts(ctx, tx, draft, member);
  // What was left to its time when its conversation ended leaves into that all the same, in other words or sooner.
  const isKept = draft.message?.waitReason === "scheduled";
  const facts = {
    beside,
    goesOn: isKept || (await goesOn(tx, draft.around)),
    quiet: await quietFacts(ctx, tx, draft),
  };
  const verdict = judge(ctx, { ...draft, ...facts }, member, "writing");
  if (verdict.kind === "text") {
    const message = await letThrough(ctx, tx, draft, member);
    return { verdict, message, held: null };
  }
  const message = await keepBack(ctx, tx, draft, member, verdict);
  return { verdict, message, held: await explain(ctx, tx, draft, member, beside, verdict, message) };
}

/** Of what was asked before about the same message; when it was answered just now, that is said instead. */
const itWasEdited: Sentence = ["The message was edited."];

/** It will leave: after the hold, or at once when its author has just said so. */
async function letThrough(ctx: Context, tx: Tx, draft: Draft, member: Member | null): Promise<Message> {
  const now = ctx.now();
  const { episode, party } = draft.around;
  const wait = waitOf(ctx, draft);
  const message =
    draft.message === null
      ? await beginNew(ctx, tx, draft, member, wait)
      : await beginAgain(ctx, tx, draft, member, wait);
  await takeFiles(ctx, tx, draft, message);
  await withdrawEarlier(ctx, tx, draft);
  if (draft.reply === null && draft.message !== null) await enqueueMarkOf(tx, message, now);
  if (draft.reply !== null) {
    if (message.state !== "sending") await enqueueMark(tx, draft.reply.place, now, "if it waits");
    await writeVerdict(tx, draft, { verdict: "text", reason: null, messageId: message.id });
  }
  if (message.unlessTheyWrite && !episode.unlessTheyWrite)
    await tx.episodes.update(episode.id, { unlessTheyWrite: true });
  if (episode.state === "closed" && draft.message?.waitReason !== "scheduled")
    await openAgain(ctx, tx, episode);
  const takes = member !== null && draft.origin !== "list";
  if (takes && party?.kind === "group" && episode.assignee === null && episode.state === "open") {
    const claimed = claimedBy(member.username, message.id);
    await tx.episodes.update(episode.id, { ...claimed, ...unloggedIn(draft.around) });
    await noteEvent(ctx, tx, episode.id, "assigned", { by: member.username, to: member.username });
    await enqueueCard(tx, episode, now);
  }
  return message;
}

/** Until its time, where one was chosen; else for the hold, unless its author has just said that it leave, or nobody wrote it by hand. */
function waitOf(ctx: Context, { later, agreed, origin }: Draft): Wait {
  const now = ctx.now();
  if (later !== undefined && later.at > now) return scheduled(later.at);
  const { hold } = ctx.settings;
  return hold > 0 && agreed.size === 0 && !withoutHold.has(origin) ? held(now + hold) : queued;
}

const withoutHold: ReadonlySet<Draft["origin"]> = new Set(["retry", "automatic", "list"]);

/** It is enqueued before it is written: handed over right after the commit, it is written as being sent. */
async function beginNew(
  ctx: Context,
  tx: Tx,
  draft: Draft,
  member: Member | null,
  wait: Wait,
): Promise<Message> {
  const now = ctx.now();
  const id = draft.id ?? newMessageId(ctx);
  const placed = {
    id,
    conversationId: draft.around.conversation.id,
    replyTs: draft.reply?.place.ts ?? null,
    writtenAt: writtenAtOf(ctx, draft),
    listId: draft.list ?? null,
    ...wait,
  };
  const isHere = filesOf(draft).length === 0;
  const mayLeave = wait.state === "queued" && draft.atOnce && isHere && isHeard(ctx);
  const isHandedOver = await enqueueSend(tx, placed, wait.notBefore ?? now, now, mayLeave);
  const begun = isHandedOver ? { ...sending(wait), sendingAt: now } : wait;
  return await insertRow(ctx, tx, draft, {
    ...begun,
    ...answering(ctx, draft, member),
    ...alongOf(draft),
    id,
    retryOf: draft.retryOf,
  });
}

async function beginAgain(
  ctx: Context,
  tx: Tx,
  draft: Draft,
  member: Member | null,
  wait: Wait,
): Promise<Message> {
  const message = await writeRow(ctx, tx, draft, member, wait);
  await enqueueSendAgain(tx, message, wait.notBefore ?? ctx.now(), ctx.now());
  return message;
}

/** Of words alone, nothing is asked. */
async function takeFiles(ctx: Context, tx: Tx, draft: Draft, message: Message): Promise<void> {
  const files = keepsFiles(draft) ? ("as before" as const) : filesOf(draft);
  if (files.length === 0 && (draft.message?.files ?? 0) === 0) return;
  await takeAlong(ctx, tx, { message, files, isLeaving: message.waitsFor !== "person" });
}

/** Choices about its message that were offered before it was edited. */
async function withdrawEarlier(ctx: Context, tx: Tx, { reply, message }: Draft): Promise<void> {
  if (reply !== null && reply.unwritten === null) await withdrawNotices(ctx, tx, reply.place, itWasEdited);
  if (reply !== null || message === null) return;
  for (const notice of await tx.notices.openAboutMessage(message.id))
    await closeNotice(ctx, tx, notice, { state: "expired" }, itWasEdited);
}

async function writeVerdict(tx: Tx, { reply, around }: Draft, verdict: ReplyVerdict): Promise<void> {
  if (reply === null) return;
  const { place, unwritten } = reply;
  const judged = { ...verdict, ...(verdict.verdict === "note" && unloggedIn(around)) };
  if (unwritten === null) await tx.replies.update(place, judged);
  else await tx.replies.put({ ...unwritten, ...judged });
}

/** It does not leave, or not now. Returns the text that waits for its author, if one does. */
async function keepBack(
  ctx: Context,
  tx: Tx,
  draft: Draft,
  member: Member | null,
  verdict: Verdict,
): Promise<Message | null> {
  const now = ctx.now();
  const { message: before, reply } = draft;
  if (before !== null) await withdrawSend(tx, before);
  const message =
    verdict.kind === "ask" && member !== null
      ? await writeRow(ctx, tx, draft, member, {
          ...waitingForPerson(verdict.reason, now),
          ...chosenTime(draft),
        })
      : null;
  if (message !== null) await takeFiles(ctx, tx, draft, message);
  if (message === null && before !== null) {
    await tx.messages.update(before.id, { state: "cancelled", ...noWait });
    await dropFiles(tx, before);
  }
  if (reply === null && before !== null) await enqueueMarkOf(tx, before, now);
  if (before !== null && before.waitsFor !== "person") await enqueueBeside(tx, before, now);
  if (reply !== null) {
    await enqueueMark(tx, reply.place, now);
    if (verdict.kind === "note" && meant.has(verdict.reason)) await enqueueNote(ctx, tx, reply.place);
    await writeVerdict(tx, draft, {
      verdict: message !== null ? "text" : verdict.kind === "note" ? "note" : "refused",
      reason: verdict.kind === "text" ? null : verdict.reason,
      messageId: message?.id ?? null,
    });
  }
  return message;
}

/** For the team, beyond doubt. */
const meant: ReadonlySet<string> = new Set(["prefix", "me"]);

/** It is not forgotten while somebody is asked. */
function chosenTime({ later }: Draft): Pick<Wait, "notBefore"> {
  return { notBefore: later?.at ?? null };
}

/** Who calls a template where they may not answer is told so; null for whoever may, whom `replies/answer-if-called.ts` answers. */
function barredCall(ctx: Context, { around }: Draft, member: Member | null): Verdict | null {
  if (accessOf(ctx, around, member).reply) return null;
  return { kind: "refused", reason: around.episode.movedTo === null ? "not_member" : "line_gone" };
}

async function explain(
  ctx: Context,
  tx: Tx,
  draft: Draft,
  member: Member | null,
  { underWay }: BesideFacts,
  verdict: Verdict,
  message: Message | null,
): Promise<Held | null> {
  const isCall = verdict.kind === "note" && verdict.reason === "template";
  const said = isCall ? barredCall(ctx, draft, member) : verdict;
  const why = said && (await heldBy(ctx, tx, { ...draft, underWay }, said, "writing"));
  await withdrawEarlier(ctx, tx, draft);
  if (why === null || draft.author === null) return null;
  await tellPrivately(ctx, tx, draft.author, heldNotice, why, {
    episode: draft.around.episode,
    about: draft.reply?.place ?? (draft.message && replyPlace(draft.message)),
    message: message?.id ?? null,
    causedAt: draft.writtenAt,
  });
  return why;
}
