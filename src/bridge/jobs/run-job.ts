/**
 * Does one piece of owed work and records how it ended. The worker decides only when; here the work is done, its failures
 * are judged, and its outcome is written in the transaction that ends the debt.
 */
import type { Job } from "../../store/outbox.ts";
import type { Context } from "../context/context.ts";
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
export function deskCallOf({ work, channel }: Job): DeskCall | null {
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
export async function runJob(ctx: Context, job: Job, recording: Recording = once): Promise<void> {
  await recording(await attempt(ctx, job));
}

/** Does it. What it returns writes down how it ended, and may be asked for that again: nothing is done twice by it. */
async function attempt(ctx: Context, job: Job): Promise<() => Promise<void>> {
  let tries = 0;
  try {
    const conclude = await perform(ctx, job);
    return async () => {
      tries += 1;
      try {
        await record(ctx, job, conclude);
      } catch (error) {
        if (tries < writtenWithin) throw error;
        await judgeFailure(ctx, job, error);
      }
    };
  } catch (error) {
    return () => judgeFailure(ctx, job, error);
  }
}

async function record(ctx: Context, job: Job, conclude: Conclude): Promise<void> {
  const when = showsState(job) ? "soon" : "now";
  const end = await ctx.store.transaction((tx) => endJob(ctx, tx, job, conclude), when);
  ctx.count(end.kind === "later" ? "outbox_postponed" : "outbox_done");
}

/** Showing again what shows already changes nothing, so that it was shown may be written down a little later. */
function showsState({ work }: Job): boolean {
  return work.kind === "card" || work.kind === "mark";
}

async function endJob(ctx: Context, tx: Parameters<Conclude>[0], job: Job, conclude: Conclude): Promise<End> {
  const end = await conclude(tx);
  if (end.kind === "done") await tx.outbox.finish([job]);
  if (end.kind === "later") await tx.outbox.postpone(job, ctx.now() + end.after, true);
  return end;
}

async function perform(ctx: Context, job: Job): Promise<Conclude> {
  const { work } = job;
  switch (work.kind) {
    case "send":
      return await sendMessage(ctx, work.message, job.id);
    case "find":
      return await findSent(ctx, work.message, job.attempts);
    case "open":
      return await postCard(ctx, job, work);
    case "text":
      return await postTextsOwed(ctx, job, work);
    case "line":
      return await postLineOwed(ctx, job, work);
    case "card":
      return await refreshCard(ctx, work.episode);
    case "mark":
      return await markReply(ctx, work);
    case "tell":
      return await tellPerson(ctx, work.notice);
    case "inform":
      return await informPerson(ctx, job, work);
    case "answer":
      return await answerPress(ctx, work, job.createdAt);
    case "rewrite":
      return await rewriteNotice(ctx, work);
    case "remind":
      return await remindChannel(ctx, work.channel, job);
    case "identify":
      return await identifyMember(ctx, work.email);
  }
}
