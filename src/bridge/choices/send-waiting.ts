/** Someone says that a text may leave after all. It is judged again, with all that was agreed to: other reasons still hold it back. */

import { onlyThey } from "../../domain/owner.ts";
import type { Place } from "../../domain/sentence.ts";
import type { WaitReason } from "../../domain/wait.ts";
import { capitalized } from "../../lib/capitalized.ts";
import type { Context } from "../context/context.ts";
import { accessOf, type EpisodeContext } from "../context/episode-context.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type Draft, draftAgain, typedDraft } from "../messages/draft.ts";
import { fromItsLine } from "../messages/from-its-line.ts";
import { type Held, heldNotice } from "../messages/held-notice.ts";
import { readBeforeLeaving } from "../messages/read-before-leaving.ts";
import { saidIn } from "../messages/said-in.ts";
import { showThere } from "../messages/show-there.ts";
import { writeText } from "../messages/write-text.ts";
import { type Choosing, type Decision, decided, did, undecided } from "../notices/choosing.ts";

const agreement: Readonly<Record<string, readonly WaitReason[]>> = {
  send_anyway: ["mention", "word", "link", "gap"],
  send_text_only: ["files"],
  send_without_it: ["content"],
  send_there: ["former"],
  send_in_open_thread: ["former"],
  reopen_and_send: ["former", "colleague"],
};

export async function sendWaiting(ctx: Context, tx: Tx, choosing: Choosing): Promise<Decision> {
  return await sendAt(ctx, tx, choosing, null);
}

/** At the time that was chosen for it, where that is yet to come. */
export async function sendAtItsTime(ctx: Context, tx: Tx, choosing: Choosing): Promise<Decision> {
  const at = choosing.message?.notBefore ?? null;
  return await sendAt(ctx, tx, choosing, at !== null && at > ctx.now() ? at : null);
}

/** @param at a time that was chosen for it; null: as soon as it may. Milliseconds. */
export async function sendAt(ctx: Context, tx: Tx, choosing: Choosing, at: number | null): Promise<Decision> {
  const { around, notice, message, member, user } = choosing;
  const place = replyPlace(notice);
  const reply = place === null ? null : await tx.replies.find(place);
  if (message !== null && (place === null || reply?.byUs))
    return await sendBegun(ctx, tx, choosing, message, at);
  if (place === null || reply === null) return decided("The message this was about is not known any more.");
  if (reply.deletedAt !== null) return decided("This message was deleted, so it will not be sent.");
  if (message !== null && message.state !== "waiting") return decided("This text does not wait any more.");
  // A manager who is no member may discard it, but a press of theirs must not cost its author the choice.
  if (!accessOf(ctx, around, member).reply) return onlyMembers(around);
  const found = reply.thread === null ? null : await tx.episodes.atThread(place.channel, reply.thread);
  const draft = typedDraft(
    around,
    { ...reply, author: user },
    {
      thread: found?.thread.state ?? "current",
      writtenAt: ctx.now(),
      agreed: agreedBy(choosing, message, at),
      message,
    },
  );
  const { verdict, message: written } = await writeText(ctx, tx, { ...draft, ...laterAt(at, message) });
  if (verdict.kind === "text") {
    await readFirst(tx, place);
    if (reply.thread !== around.episode.thread && !wasReady(message))
      await showThere(ctx, tx, around.episode, user, written === null ? reply.text : saidIn(written));
    return at === null ? did("sent it", "It is on its way.") : planned(at);
  }
  return did("tried to send it", "Something else keeps it from leaving; you are told what.");
}

/** Whoever was asked in private began it from that line; what is asked of everybody leaves as their answers do. */
async function sendBegun(
  ctx: Context,
  tx: Tx,
  choosing: Choosing,
  message: Message,
  at: number | null,
): Promise<Decision> {
  const { around, notice, member, user } = choosing;
  if (message.state !== "waiting") return decided("This text does not wait any more.");
  if (!accessOf(ctx, around, member).reply) return onlyMembers(around);
  const from = notice.audience === "thread" ? around : await fromItsLine(tx, around, message);
  const agreed = agreedBy(choosing, message, at);
  const change = { author: user, writtenAt: ctx.now(), agreed, ...laterAt(at, message) };
  const draft = draftAgain(from, message, change);
  const { verdict, message: written } = await writeText(ctx, tx, draft);
  if (verdict.kind !== "text")
    return did("tried to send it", "Something else keeps it from leaving; you are told what.");
  if (at !== null) return planned(at);
  const isLater = written?.waitReason === "scheduled";
  return did("sent it", isLater ? "It leaves at its time." : "It is on its way.");
}

function laterAt(at: number | null, message: Message | null): Pick<Draft, "later"> {
  return at === null ? {} : { later: { at, unlessTheyWrite: message?.unlessTheyWrite ?? false } };
}

function planned(at: number): Decision {
  return did("chose to send it later", "It leaves ", { at }, ".");
}

/** It may have waited for long: an edit or a deletion that we did not hear must not be missed. */
async function readFirst(tx: Tx, place: Place): Promise<void> {
  const reply = await tx.replies.find(place);
  const message = reply?.messageId ? await tx.messages.get(reply.messageId) : null;
  if (message !== null) await readBeforeLeaving(tx, message);
}

export function onlyMembers({ party }: EpisodeContext): Decision {
  return undecided(`${capitalized(onlyThey(party, "without managers"))} can text from this thread.`);
}

/** What has been said yes to: before, and by this press, to what was asked and what it waited for. Who presses now is not late. */
function agreedBy(
  { choice, notice }: Choosing,
  message: Message | null,
  at: number | null,
): ReadonlySet<WaitReason> {
  // Who chose a later hour did not say yes to this one.
  const waits = at === null ? (message?.waitReason ?? null) : null;
  // Who wants its files tried again wants them to leave.
  const waited = waits === "files" && choice !== "send_text_only" ? null : waits;
  // What is offered to all who may act there is for any of them to decide.
  const isAnyones = notice.audience === "thread";
  // Whose later reply has left was said: that answers whether to write beside them.
  const offered: readonly WaitReason[] =
    isAnyones || waited === "overtaken" ? ["colleague", "underway"] : besideOf(notice);
  const now = [...(agreement[choice] ?? []), ...offered, ...(waited === null ? [] : [waited])];
  return new Set<WaitReason>([...(message?.agreed ?? []), ...now, "late"]);
}

/** Whose answer is under way was said with whatever else was asked. */
function besideOf({ kind, payload }: Choosing["notice"]): readonly WaitReason[] {
  // A row's payload was written by its own kind.
  return kind === heldNotice.name && (payload as Partial<Held>).beside ? ["underway"] : [];
}

/** Only time kept it from leaving: where the conversation goes on it has been shown. */
function wasReady(message: Message | null): boolean {
  if (message === null || !message.agreed.includes("former")) return false;
  const { waitReason: reason } = message;
  return reason === "late" || reason === "outage" || reason === "overtaken";
}
