/** A text stands in a thread of the carrier's own shared inbox: so does the stretch of the conversation that it is of. */
import type { CarrierMessageId, CarrierThreadId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { KeptThread } from "../contracts/store/carrier-threads.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { isEnqueued } from "../outbox/job-kind.ts";
import { enqueueThread, threadJob } from "../outbox/thread-kind.ts";
import { followAssignee } from "./follow-thread.ts";
import { holderThere, inboxOf, notKnown } from "./inbox-of.ts";

/** Behind what wrote the text; may be repeated. */
export async function joinTextOf(
  ctx: Context,
  carrier: string,
  {
    carrierMessageId,
    thread,
  }: { readonly carrierMessageId: CarrierMessageId; readonly thread?: CarrierThreadId },
): Promise<void> {
  if (thread === undefined) return;
  await ctx.store.transaction(async (tx) => {
    const message = await tx.messages.findByCarrierId(carrier, carrierMessageId);
    if (message !== null) await joinThread(ctx, tx, message, thread);
  });
}

/** Behind a text of ours: who sends in one that nobody has, or begins one, has it there from then on; whoever has it here is told there. */
export async function joinSent(
  ctx: Context,
  tx: Tx,
  message: Message,
  thread: CarrierThreadId,
): Promise<void> {
  await joinThread(ctx, tx, message, thread);
  const kept = await tx.carrierThreads.get(message.carrier, thread);
  if (kept?.state !== "open" || kept.assignee !== null || kept.assigneeName !== null) return;
  const inbox = await inboxOf(tx, kept);
  if (inbox?.around.episode.state !== "open" || holderThere(inbox) === message.login) return;
  await tx.carrierThreads.put({ ...kept, ...notKnown });
  await enqueueThread(ctx, tx, inbox.around.episode.id, null);
}

async function joinThread(ctx: Context, tx: Tx, message: Message, thread: CarrierThreadId): Promise<void> {
  const { id, episodeId, carrier, line, carrierThread } = message;
  if (carrierThread !== thread) await tx.messages.update(id, { carrierThread: thread });
  const before = await tx.carrierThreads.get(carrier, thread);
  if (episodeId === null || before?.episodeId === episodeId) return;
  const conversation = await tx.conversations.get(message.conversationId);
  if (conversation === null) return;
  // An older stretch does not take it back.
  if (before !== null && (await isOfLater(tx, before, message))) return;
  const kept: KeptThread = {
    carrier,
    thread,
    line,
    address: conversation.address,
    state: "open",
    reason: null,
    assignee: null,
    assigneeName: null,
    changedAt: -message.writtenAt,
    ...before,
    episodeId,
  };
  await tx.carrierThreads.put(kept);
  const inbox = kept.state === "open" ? await inboxOf(tx, kept) : null;
  if (inbox === null) return;
  const { episode } = inbox.around;
  // What leaves after its conversation was resolved does not open it again, there neither.
  if (episode.state !== "open") return await enqueueThread(ctx, tx, episode.id, null);
  if (kept.assignee !== null && !(await isEnqueued(tx, threadJob, { carrier, thread, by: null })))
    return await followAssignee(ctx, tx, inbox, kept, null);
  // Where a text of ours begins one, it is whose login sends it.
  const isBegun = before === null && message.direction === "out";
  if (episode.assignee !== null && !isBegun) await enqueueThread(ctx, tx, episode.id, null);
}

async function isOfLater(tx: Tx, { episodeId }: KeptThread, message: Message): Promise<boolean> {
  const [other, own] = [await tx.episodes.get(episodeId), await tx.episodes.get(message.episodeId)];
  return (
    other !== null && own !== null && other.conversationId === own.conversationId && other.number > own.number
  );
}
