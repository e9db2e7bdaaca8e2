/**
 * Does one piece of owed work and records how it ended. The worker decides only when; here every failure is judged: what is
 * certain comes again, what is uncertain is looked for first, a closed channel waits for itself, words are never dropped.
 */
import { CarrierError, DeskError } from "../domain/errors.ts";
import type { Work } from "../domain/work.ts";
import type { Debt } from "../store/outbox.ts";
import type { Bridge } from "./bridge.ts";
import { closeChannel } from "./change-channel.ts";
import type { DeskCall } from "./desk.ts";
import { findSent } from "./find-sent.ts";
import { identifyMember } from "./identify-member.ts";
import { loseEpisodeThread } from "./lose-thread.ts";
import { makePost } from "./make-post.ts";
import { markReply } from "./mark-reply.ts";
import { openThread } from "./open-thread.ts";
import { oweOpen } from "./owe.ts";
import { type Done, done, later } from "./perform.ts";
import type { Post } from "./post.ts";
import { postLine } from "./post-line.ts";
import { postTexts } from "./post-texts.ts";
import { refreshCard } from "./refresh-card.ts";
import { remindChannel } from "./remind-channel.ts";
import { sendMessage } from "./send-message.ts";
import { answerPress, informPerson, rewriteNotice, tellPerson } from "./tell-person.ts";

/** How many texts one post shows at most; Slack's limits allow fewer only when they are long. */
const textsPerPost = 40;
const charactersPerPost = 8_000;
const longestBackOff = 60_000;
/** A closed channel is tried again this often, in case nobody told us that it is open. Milliseconds. */
export const channelRetry = 60_000;

/** The call at the desk that a piece of work needs, for its pace; null when it needs none. */
export function deskCallOf({ work, channel }: Debt): DeskCall | null {
  switch (work.kind) {
    case "open":
    case "text":
    case "line":
    case "remind":
      return channel === null ? null : { kind: "post", channel };
    case "card":
    case "rewrite":
      return { kind: "refresh" };
    case "mark":
      return { kind: "mark" };
    case "tell":
    case "inform":
      return { kind: "tell" };
    default:
      return null;
  }
}

/** Never throws for what the outside world does. */
export async function workOff(bridge: Bridge, debt: Debt): Promise<void> {
  try {
    const end = await perform(bridge, debt);
    await bridge.store.transaction((tx) =>
      end.kind === "done"
        ? tx.outbox.finish([debt])
        : tx.outbox.postpone(debt, bridge.now() + end.after, true),
    );
    bridge.count(end.kind === "done" ? "outbox_done" : "outbox_postponed");
  } catch (error) {
    await judgeFailure(bridge, debt, error);
  }
}

async function perform(bridge: Bridge, debt: Debt): Promise<Done> {
  const { work } = debt;
  switch (work.kind) {
    case "send":
      return await sendMessage(bridge, work.message, debt.id);
    case "find":
      return await findSent(bridge, work.message, debt.attempts);
    case "open":
      return await post(bridge, [debt], await openThread(bridge, work.episode));
    case "text":
      return await postTogether(bridge, debt, work);
    case "line":
      return await post(bridge, [debt], await postLine(bridge, work), work.episode);
    case "card":
      return await refreshCard(bridge, work.episode);
    case "mark":
      return await markReply(bridge, work);
    case "tell":
      return await tellPerson(bridge, work.notice);
    case "inform":
      return await informPerson(bridge, work);
    case "answer":
      return await answerPress(bridge, work, debt.createdAt);
    case "rewrite":
      return await rewriteNotice(bridge, work);
    case "remind":
      return await remindChannel(bridge, work.channel, debt);
    case "identify":
      return await identifyMember(bridge, work.email);
  }
}

/** @param needsThread the episode whose thread it needs: where there is none, the card is owed anew and goes first. */
async function post(
  bridge: Bridge,
  debts: readonly [Debt, ...Debt[]],
  prepared: Post | null,
  needsThread?: (Work & { kind: "text" })["episode"],
): Promise<Done> {
  if (prepared !== null) {
    await makePost(bridge, debts, prepared);
    return done;
  }
  if (needsThread === undefined) return done;
  await bridge.store.transaction(async (tx) => {
    const episode = await tx.episodes.get(needsThread);
    if (episode?.thread === null) await oweOpen(tx, episode, bridge.now(), true);
  });
  return later(0);
}

/** Law 5: what waits in the same thread right behind a text goes into the same post. */
async function postTogether(bridge: Bridge, lead: Debt, work: Work & { kind: "text" }): Promise<Done> {
  const behind = await bridge.store.read((tx) => tx.outbox.behind(lead, textsPerPost - 1));
  const joined: Debt[] = [];
  const texts = [work.message];
  for (const debt of behind) {
    const sameAttempt = lead.postKey === null ? debt.postKey === null : debt.postKey === lead.postKey;
    if (debt.work.kind !== "text" || !sameAttempt) break;
    joined.push(debt);
    texts.push(debt.work.message);
  }
  const fit = lead.postKey === null ? await howManyFit(bridge, texts) : texts.length;
  const prepared = await postTexts(bridge, work.episode, texts.slice(0, fit));
  return await post(bridge, [lead, ...joined.slice(0, fit - 1)], prepared, work.episode);
}

async function howManyFit(
  bridge: Bridge,
  texts: readonly (Work & { kind: "text" })["message"][],
): Promise<number> {
  if (texts.length === 1) return 1;
  const messages = await bridge.store.read((tx) => tx.messages.getAll(texts));
  let characters = 0;
  const fitting = messages.findIndex((message) => {
    characters += message.body.length;
    return characters > charactersPerPost;
  });
  return fitting === -1 ? texts.length : Math.max(1, fitting);
}

async function judgeFailure(bridge: Bridge, debt: Debt, error: unknown): Promise<void> {
  bridge.count("outbox_postponed");
  if (error instanceof DeskError) await judgeDesk(bridge, debt, error);
  else {
    const expected = error instanceof CarrierError;
    const fields = { work: debt.work.kind, debt: debt.id, err: error };
    if (expected) bridge.log.warn(fields, "the carrier could not be asked; it is asked again");
    else bridge.log.error(fields, "a piece of owed work failed; it comes again");
    await postpone(bridge, debt, backOff(debt), false);
  }
}

async function judgeDesk(bridge: Bridge, debt: Debt, error: DeskError): Promise<void> {
  const { kind, certain, retryAfterMs } = error.failure;
  const fields = { work: debt.work.kind, debt: debt.id, kind };
  switch (kind) {
    case "rate_limited":
      return await postpone(bridge, debt, retryAfterMs ?? backOff(debt), true);
    case "thread_gone":
      bridge.log.warn(fields, "a thread is gone; it is built anew");
      await loseThreadOf(bridge, debt);
      return await postpone(bridge, debt, 0, true);
    case "message_gone":
      if (debt.work.kind === "card") await loseThreadOf(bridge, debt);
      return await finish(bridge, debt);
    case "channel_closed":
      if (debt.channel !== null) await closeChannel(bridge, debt.channel, error.message);
      return await postpone(bridge, debt, channelRetry, true);
    case "nobody":
      return await finish(bridge, debt);
    case "missing_scope":
      if (!isWords(debt.work)) return await finish(bridge, debt);
      bridge.log.error(fields, error.message);
      return await postpone(bridge, debt, longestBackOff, true);
    case "refused":
      bridge.log.error({ ...fields, err: error }, "Slack refused what we owe");
      if (!isWords(debt.work) && debt.attempts >= 3) return await finish(bridge, debt);
      return await postpone(bridge, debt, backOff(debt), true);
    default:
      bridge.log.warn({ ...fields, reason: error.message }, "Slack could not be reached; it comes again");
      return await postpone(bridge, debt, retryAfterMs ?? backOff(debt), certain);
  }
}

/** Customers' words, and what people must be told, are never dropped. */
function isWords(work: Work): boolean {
  return (
    work.kind === "open" ||
    work.kind === "text" ||
    work.kind === "line" ||
    work.kind === "tell" ||
    work.kind === "inform"
  );
}

async function loseThreadOf(bridge: Bridge, { work }: Debt): Promise<void> {
  if ("episode" in work) await loseEpisodeThread(bridge, work.episode);
}

function backOff(debt: Debt): number {
  return Math.min(longestBackOff, 500 * 2 ** Math.min(debt.attempts, 10));
}

async function postpone(bridge: Bridge, debt: Debt, after: number, forget: boolean): Promise<void> {
  await bridge.store.transaction((tx) => tx.outbox.postpone(debt, bridge.now() + after, forget));
}

async function finish(bridge: Bridge, debt: Debt): Promise<void> {
  await bridge.store.transaction((tx) => tx.outbox.finish([debt]));
}
