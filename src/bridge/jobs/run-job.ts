/**
 * Does one piece of owed work and records how it ended. The worker decides only when; here the work is done, its failures
 * are judged, and its outcome is written in the transaction that ends the debt.
 */
import type { Debt } from "../../store/outbox.ts";
import type { Bridge } from "../context/context.ts";
import type { DeskCall } from "../contracts/desk.ts";
import { identifyMember } from "../directory/identify-member.ts";
import type { Conclude, End } from "../outbox/job-end.ts";
import { markReply } from "../posts/mark-reply.ts";
import { postCard, postLineOwed, postTextsOwed } from "../posts/post-in-thread.ts";
import { refreshCard } from "../posts/refresh-card.ts";
import { remindChannel } from "../posts/remind-channel.ts";
import { answerPress, informPerson, rewriteNotice, tellPerson } from "../posts/tell-person.ts";
import { findSent } from "../sending/find-sent.ts";
import { sendMessage } from "../sending/send-message.ts";
import { judgeFailure } from "./judge-failure.ts";

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

/** Has something written down, again where the store could not. What it gives up on comes again as if it was never done. */
export type Recording = (write: () => Promise<void>) => Promise<void>;

const once: Recording = (write) => write();
/** What can't be written down so often is a defect of ours rather than a disk that is full, and is judged as one. */
const writtenWithin = 5;

/** Never throws for what the outside world does; throws when the store can't write down how it ended. */
export async function workOff(bridge: Bridge, debt: Debt, recording: Recording = once): Promise<void> {
  await recording(await attempt(bridge, debt));
}

/** Does it. What it returns writes down how it ended, and may be asked for that again: nothing is done twice by it. */
async function attempt(bridge: Bridge, debt: Debt): Promise<() => Promise<void>> {
  let tries = 0;
  try {
    const conclude = await perform(bridge, debt);
    return async () => {
      tries += 1;
      try {
        await record(bridge, debt, conclude);
      } catch (error) {
        if (tries < writtenWithin) throw error;
        await judgeFailure(bridge, debt, error);
      }
    };
  } catch (error) {
    return () => judgeFailure(bridge, debt, error);
  }
}

async function record(bridge: Bridge, debt: Debt, conclude: Conclude): Promise<void> {
  const when = showsState(debt) ? "soon" : "now";
  const end = await bridge.store.transaction((tx) => endDebt(bridge, tx, debt, conclude), when);
  bridge.count(end.kind === "later" ? "outbox_postponed" : "outbox_done");
}

/** Showing again what shows already changes nothing, so that it was shown may be written down a little later. */
function showsState({ work }: Debt): boolean {
  return work.kind === "card" || work.kind === "mark";
}

async function endDebt(
  bridge: Bridge,
  tx: Parameters<Conclude>[0],
  debt: Debt,
  conclude: Conclude,
): Promise<End> {
  const end = await conclude(tx);
  if (end.kind === "done") await tx.outbox.finish([debt]);
  if (end.kind === "later") await tx.outbox.postpone(debt, bridge.now() + end.after, true);
  return end;
}

async function perform(bridge: Bridge, debt: Debt): Promise<Conclude> {
  const { work } = debt;
  switch (work.kind) {
    case "send":
      return await sendMessage(bridge, work.message, debt.id);
    case "find":
      return await findSent(bridge, work.message, debt.attempts);
    case "open":
      return await postCard(bridge, debt, work);
    case "text":
      return await postTextsOwed(bridge, debt, work);
    case "line":
      return await postLineOwed(bridge, debt, work);
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
