/** Someone does not want a reply to be sent: by the reaction :x:, or by the shortcut Don't send. */
import { aCustomer } from "../../domain/directory.ts";
import type { SlackTs, SlackUserId } from "../../domain/ids.ts";
import { access } from "../../domain/policy/access.ts";
import { partiesAt } from "../../domain/route.ts";
import type { Place } from "../../domain/sentence.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import type { Context } from "../context/context.ts";
import { accessOf, episodeContext, memberOf } from "../context/episode-context.ts";
import { type Outcome, says } from "../context/outcome.ts";
import type { Reply } from "../contracts/store/replies.ts";
import type { Tx } from "../contracts/store/store.ts";
import { cancelMessage } from "../messages/cancel-message.ts";
import { readBeforeLeaving } from "../messages/read-before-leaving.ts";
import { inform, withdrawNotices } from "../notices/tell.ts";
import { enqueueBeside, enqueueMarkOf } from "../outbox/enqueue.ts";
import { mayBeOurs, rememberStop } from "./remember-early.ts";

/** A message may come this much later than what was done to it: Slack tells an event again for hours. Milliseconds. */
const mayStillCome = 3 * 60 * 60_000;

export interface StopReply {
  readonly place: Place;
  readonly user: SlackUserId;
  /** The thread of the person's message that stands there; null: it is none. Absent where that is not known. */
  readonly thread?: SlackTs | null;
}

export async function stopReply(ctx: Context, input: StopReply): Promise<Outcome> {
  const outcome = await ctx.store.transaction((tx) => cancel(ctx, tx, input));
  return outcome;
}

/** The same by a reaction, which brings no address for an answer; people react to all sorts of messages, and only about a text is there something to say. */
export async function stopByReaction(
  ctx: Context,
  input: { place: Place; user: SlackUserId },
): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    const { sentence } = await cancel(ctx, tx, input);
    const reply = await tx.replies.find(input.place);
    if (sentence === null || reply === null || reply.messageId === null) return;
    await inform(ctx, tx, input.user, sentence, { place: input.place, thread: reply.thread });
  });
}

async function cancel(ctx: Context, tx: Tx, input: StopReply): Promise<Outcome> {
  const { place, user } = input;
  const reply = await tx.replies.find(place);
  if (reply === null || reply.verdict === "unseen") return await cancelUnseen(ctx, tx, input, reply);
  const message = reply.messageId === null ? null : await tx.messages.get(reply.messageId);
  if (message === null) return says("This was not going to be sent.");
  if (!(await mayCancel(ctx, tx, reply, user)))
    return says("Only its author, or someone of the group, can stop this text.");
  if (message.state === "cancelled") return says("This text is cancelled already.");
  if (message.state === "failed") return says("This text did not arrive, so there is nothing to stop.");
  if (message.state === "unknown") return says("Too late: this text may have left already.");
  if (message.state === "delivered") return says("Too late: this text has reached the phone already.");
  if (message.state === "sending") {
    await rememberStop(ctx, tx, place, user, reply);
    await readBeforeLeaving(tx, message);
  }
  if (message.state !== "waiting" && message.state !== "queued")
    return says("Too late: this text is already on its way and can't be called back.");
  await cancelMessage(tx, message);
  await enqueueBeside(tx, message, ctx.now());
  await withdrawNotices(ctx, tx, place, ["It was cancelled."]);
  await enqueueMarkOf(tx, { ...message, replyChannel: place.channel, replyTs: place.ts }, ctx.now());
  return says("Cancelled. This text will not be sent.");
}

/** Events come in any order: what was done to a message may be known before the message is. */
async function cancelUnseen(
  ctx: Context,
  tx: Tx,
  { place, user, thread }: StopReply,
  known: Reply | null,
): Promise<Outcome> {
  const people = await tx.directories.people();
  const parties = partiesAt(people, place.channel);
  const isWatched = parties.length > 0 || (await tx.episodes.openChannels()).includes(place.channel);
  const isTooOld = ctx.now() - toMilliseconds(place.ts) > mayStillCome;
  if (!isWatched || isTooOld || !(await mayBeReply(tx, place, thread)))
    return says(`This is not a reply to ${aCustomer(people.directory)}, so there is nothing to stop.`);
  await rememberStop(ctx, tx, place, user, known);
  const member = memberOf(people, user);
  const isEntitled = parties.some(
    (party) => access({ party, assignee: null }, ctx.settings.resolveBy, member).decide,
  );
  return says(isEntitled ? "It will not be sent." : "If you wrote this, it will not be sent.");
}

async function mayBeReply(tx: Tx, place: Place, thread: StopReply["thread"]): Promise<boolean> {
  if (thread === undefined) return (await tx.episodes.atThread(place.channel, place.ts)) === null;
  return thread !== null && (await mayBeOurs(tx, place.channel, thread));
}

/** What people asked before the message was known, or while we did not hear them. */
export async function applyStops(
  ctx: Context,
  tx: Tx,
  place: Place,
  users: readonly SlackUserId[],
): Promise<void> {
  for (const user of users) await cancel(ctx, tx, { place, user });
}

async function mayCancel(ctx: Context, tx: Tx, reply: Reply, user: SlackUserId): Promise<boolean> {
  if (reply.author === user) return true;
  const episode = reply.episodeId === null ? null : await tx.episodes.get(reply.episodeId);
  if (episode === null) return false;
  const around = await episodeContext(tx, episode);
  return accessOf(ctx, around, memberOf(around, user)).decide;
}
