/** Someone deleted what they wrote. Until it is handed to the carrier it is cancelled; later its author is told that it can't be called back. */
import type { SlackTs } from "../../domain/ids.ts";
import { mayHaveLeft } from "../../domain/message-state.ts";
import { quotedAtEnd } from "../../domain/quote.ts";
import type { Place } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Reply } from "../contracts/store/replies.ts";
import type { Tx } from "../contracts/store/store.ts";
import { cancelMessage } from "../messages/cancel-message.ts";
import { outboundState } from "../messages/outbound-state.ts";
import { readBeforeLeaving } from "../messages/read-before-leaving.ts";
import { saidIn } from "../messages/said-in.ts";
import { tellWhatLeft } from "../messages/what-left.ts";
import { remarkPrivately, withdrawNotices } from "../notices/tell.ts";
import { enqueueBeside } from "../outbox/enqueue.ts";
import { enqueueChangedNote } from "../outbox/thread-kind.ts";
import { mayBeOurs, rememberDeletion } from "./remember-early.ts";

export async function deleteReply(
  ctx: Context,
  input: { place: Place; thread: SlackTs | null },
): Promise<void> {
  await ctx.store.transaction((tx) => takeDeletion(ctx, tx, input));
}

/** Also for what is found gone after a gap, inside its transaction. */
export async function takeDeletion(
  ctx: Context,
  tx: Tx,
  { place, thread }: { place: Place; thread: SlackTs | null },
): Promise<void> {
  const known = await tx.replies.find(place);
  const now = ctx.now();
  if (known === null) {
    if (thread === null || (await mayBeOurs(tx, place.channel, thread)))
      await rememberDeletion(ctx, tx, place, thread);
    return;
  }
  if (known.deletedAt !== null) return;
  await tx.replies.update(place, { deletedAt: now, ...(known.verdict === "note" && { unlogged: true }) });
  if (known.verdict === "note") await enqueueChangedNote(ctx, tx, place);
  const message = known.messageId === null ? null : await tx.messages.get(known.messageId);
  if (message !== null && mayHaveLeft(outboundState(message))) {
    return tooLate(ctx, tx, { ...known, deletedAt: now }, message);
  }
  if (message !== null) {
    await cancelMessage(tx, message);
    await enqueueBeside(tx, message, now);
  }
  await withdrawNotices(ctx, tx, place, ["The message was deleted."]);
}

async function tooLate(ctx: Context, tx: Tx, known: Reply, message: Message): Promise<void> {
  await readBeforeLeaving(tx, message);
  await tellWhatLeft(ctx, tx, message, outboundState(message), known);
  const episode = await tx.episodes.get(message.episodeId);
  if (episode === null || known.author === null) return;
  await remarkPrivately(
    ctx,
    tx,
    known.author,
    [
      `You deleted a message here, but its text had already left and can't be called back from the phone: ${quotedAtEnd(saidIn(message))}`,
    ],
    {
      episode,
      about: { channel: known.channel, ts: known.ts },
      message: message.id,
      causedAt: ctx.now(),
    },
  );
}
