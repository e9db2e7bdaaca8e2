/**
 * A text was tried again, because nobody knew whether it had left or because it had failed, and then the first try turns out to have left:
 * what of the later ones can still be stopped is, and nobody is asked to try again (law 3).
 */
import { hasLeft, mayHaveLeft } from "../../domain/message-state.ts";
import { quotedAtEnd } from "../../domain/quote.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { closeNotice, extendOutcome } from "../notices/tell.ts";
import { enqueueLine, enqueueMarkOf } from "../outbox/enqueue.ts";
import { cancelMessage } from "./cancel-message.ts";
import { outboundState } from "./outbound-state.ts";
import { saidIn } from "./said-in.ts";

/** @param first it has left, as only now is known. False where it was not tried again. */
export async function stopRetries(ctx: Context, tx: Tx, first: Message): Promise<boolean> {
  const retries = await tx.messages.retriesOf(first.id);
  const last = retries.at(-1);
  if (last === undefined) return false;
  for (const retry of retries) await stop(ctx, tx, retry);
  if (!retries.some((retry) => hasLeft(outboundState(retry)))) await standFor(tx, first);
  const episode = await tx.episodes.get(first.episodeId);
  if (episode === null) return true;
  const who: Sentence = last.authorUser === null ? [] : [{ mention: last.authorUser }, " "];
  await enqueueLine(
    tx,
    episode,
    [...who, `The first try of this text left ${whatThatMeans(retries)}: ${quotedAtEnd(saidIn(first))}`],
    ctx.now(),
  );
  return true;
}

/** An earlier try of it has left by now: this one is not sent again, and nobody is asked about it. */
export async function yieldToEarlier(ctx: Context, tx: Tx, retry: Message): Promise<boolean> {
  const earlier = await earlierThatLeft(tx, retry);
  if (earlier === null) return false;
  await stop(ctx, tx, retry);
  await standFor(tx, earlier);
  await enqueueMarkOf(tx, earlier, ctx.now());
  return true;
}

/** It has reached the phone: what was said about the try before ends with that. */
export async function noteArrival(ctx: Context, tx: Tx, { retryOf }: Message): Promise<void> {
  if (retryOf === null) return;
  for (const notice of await tx.notices.aboutMessage(retryOf))
    if (notice.chosen === "try_again" || notice.chosen === "try_text_only")
      await extendOutcome(ctx, tx, notice, "it arrived");
}

/** Whether another try of it has left, may have, or will. */
export async function isRetried(tx: Tx, { id }: Message): Promise<boolean> {
  const retries = await tx.messages.retriesOf(id);
  return retries.some(({ state }) => state !== "cancelled" && state !== "failed");
}

async function stop(ctx: Context, tx: Tx, retry: Message): Promise<void> {
  await cancelMessage(tx, retry);
  for (const notice of await tx.notices.openAboutMessage(retry.id))
    await closeNotice(ctx, tx, notice, { state: "expired" }, ["The first try left after all."]);
}

/** What became of its message is what became of this try. */
async function standFor(tx: Tx, message: Message): Promise<void> {
  const place = replyPlace(message);
  if (place !== null) await tx.replies.update(place, { messageId: message.id });
}

/** @param retries as they were when the first turned out to have left. */
function whatThatMeans(retries: readonly Message[]): string {
  if (retries.some((retry) => mayHaveLeft(outboundState(retry)))) return "too, so it may have arrived twice";
  const isStopped = retries.some(({ state }) => state === "waiting" || state === "queued");
  return isStopped ? "after all, so it is not sent again" : "after all";
}

async function earlierThatLeft(tx: Tx, { retryOf }: Message): Promise<Message | null> {
  const earlier = retryOf === null ? null : await tx.messages.get(retryOf);
  if (earlier === null || hasLeft(outboundState(earlier))) return earlier;
  return await earlierThatLeft(tx, earlier);
}
