/** What the carrier said when it was handed a text. */
import type { MessageId } from "../../domain/ids.ts";
import { showWaitingAfter } from "../../domain/mark.ts";
import type { Context } from "../context/context.ts";
import type { SendOutcome } from "../contracts/carrier.ts";
import type { Report } from "../contracts/store/arrivals.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { dropFiles } from "../files/drop-files.ts";
import { tellOfDelay, tellOfFailure } from "../messages/failure-notices.ts";
import { giveBackListed } from "../messages/give-back-listed.ts";
import { markUnknown } from "../messages/mark-unknown.ts";
import { noteRefusal } from "../messages/note-refusal.ts";
import { settle } from "../messages/receive-report.ts";
import { yieldToEarlier } from "../messages/stop-retries.ts";
import { enqueueBeside, enqueueMarkOf } from "../outbox/enqueue.ts";
import { done, type End, later } from "../outbox/job-end.ts";
import { applyLateChanges } from "../replies/apply-late-changes.ts";
import { joinSent } from "../shared-inbox/join-thread.ts";

/** A carrier's own "come back later" is not hurried. Milliseconds. */
const atLeast = 1_000;

export async function recordSend(ctx: Context, tx: Tx, id: MessageId, outcome: SendOutcome): Promise<End> {
  const message = await tx.messages.get(id);
  if (message === null) return done;
  switch (outcome.kind) {
    case "accepted":
      tx.afterwards(() => ctx.count("sends_accepted"));
      await recordAccepted(ctx, tx, message, outcome);
      return done;
    case "rejected":
      tx.afterwards(() => ctx.count("sends_rejected"));
      return await recordRejected(ctx, tx, message, outcome);
    case "unknown":
      tx.afterwards(() => ctx.count("sends_unknown"));
      // A report that came before the answer knows more.
      if (message.state !== "sending") return done;
      tx.afterwards(() =>
        ctx.log.warn({ message: id, reason: outcome.reason }, "the answer to a send was lost"),
      );
      await markUnknown(ctx, tx, message);
      return done;
  }
}

async function recordAccepted(
  ctx: Context,
  tx: Tx,
  message: Message,
  accepted: SendOutcome & { kind: "accepted" },
): Promise<void> {
  await settle(ctx, tx, message, { ...accepted, failure: null });
  if (accepted.thread !== undefined) await joinSent(ctx, tx, message, accepted.thread);
  const early = await tx.arrivals.findReport(message.carrier, accepted.carrierMessageId);
  if (early !== null) await applyEarly(ctx, tx, message.id, early);
}

async function applyEarly(ctx: Context, tx: Tx, id: MessageId, early: Report): Promise<void> {
  const message = await tx.messages.get(id);
  if (message === null) return;
  const { failureCode: code, failureSentence, state, carrierMessageId } = early;
  const failure = code === null ? null : { code, sentence: failureSentence ?? "", scope: "passing" as const };
  await settle(ctx, tx, message, { state, failure, carrierMessageId });
  await tx.arrivals.dropReport(message.carrier, carrierMessageId);
}

async function recordRejected(
  ctx: Context,
  tx: Tx,
  message: Message,
  { failure, carrierMessageId: id }: SendOutcome & { kind: "rejected" },
): Promise<End> {
  if (message.state !== "sending") return done;
  if (failure.retryAfterMs !== undefined) {
    await tx.messages.update(message.id, { state: "queued", unlogged: true });
    await enqueueMarkOf(tx, message, ctx.now(), "if it waits");
    if (await isOfStopped(tx, message)) {
      await giveBackListed(ctx, tx, { ...message, state: "queued" }, { reason: "late" });
      return done;
    }
    const after = Math.max(atLeast, failure.retryAfterMs);
    if (!(await yieldToEarlier(ctx, tx, { ...message, state: "queued" }))) {
      if (after > showWaitingAfter) await tellOfDelay(ctx, tx, message, failure, ctx.now() + after);
      await applyLateChanges(ctx, tx, { ...message, state: "queued" });
    }
    return later(after);
  }
  const { code, sentence } = failure;
  const failed = { state: "failed", failureCode: code, failureSentence: sentence } as const;
  // Its list tells of it as well: known by its id, it is not taken for one that somebody sent in another app.
  const isNamed = id !== undefined && (await tx.messages.findByCarrierId(message.carrier, id)) === null;
  const named = isNamed ? { carrierMessageId: id } : {};
  await tx.messages.update(message.id, { ...failed, ...named, unlogged: true });
  await dropFiles(tx, message);
  await enqueueMarkOf(tx, message, ctx.now());
  await enqueueBeside(tx, message, ctx.now());
  await noteRefusal(ctx, tx, message, failure);
  if (!(await yieldToEarlier(ctx, tx, message))) await tellOfFailure(ctx, tx, message, failure);
  return done;
}

/** Its list was stopped while it was being handed over. */
async function isOfStopped(tx: Tx, { listId }: Message): Promise<boolean> {
  return listId !== null && (await tx.lists.get(listId))?.state === "stopped";
}
