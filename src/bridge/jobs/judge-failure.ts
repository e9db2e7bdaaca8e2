/**
 * What becomes of a job that failed: what is certain comes again, what is uncertain is looked for first, a closed channel
 * waits for itself, words are never dropped.
 */
import { CarrierError, CrmError, DeskError, isLeadLost } from "../../domain/errors.ts";
import { parkJob } from "../channels/channel-state.ts";
import type { Context } from "../context/context.ts";
import type { Job } from "../contracts/store/outbox.ts";

const longestBackOff = 60_000;
/** What only looks is tried again this often when Slack refuses it. */
const looksAtMost = 3;

export async function judgeFailure(ctx: Context, job: Job, error: unknown): Promise<void> {
  if (isLeadLost(error)) throw error;
  if (error instanceof DeskError) return await judgeDesk(ctx, job, error);
  const fields = { kind: job.kind, job: job.id, err: error };
  if (error instanceof CrmError) {
    ctx.log.warn(fields, "the CRM could not be asked; it is asked again");
    return await postpone(ctx, job, error.failure.retryAfterMs ?? backOff(job), true);
  }
  if (error instanceof CarrierError)
    ctx.log.warn(fields, "the carrier could not be asked; it is asked again");
  else ctx.log.error(fields, "a job failed; it comes again");
  await postpone(ctx, job, backOff(job), false);
}

async function judgeDesk(ctx: Context, job: Job, error: DeskError): Promise<void> {
  const { kind, certain, retryAfterMs } = error.failure;
  const fields = { kind: job.kind, job: job.id, failure: kind };
  switch (kind) {
    case "rate_limited":
      return await postpone(ctx, job, retryAfterMs ?? backOff(job), true);
    case "thread_gone":
      ctx.log.warn(fields, "a thread is gone; it is built anew");
      return await postpone(ctx, job, job.attempts === 0 ? 0 : backOff(job), true);
    case "message_gone":
    case "nobody":
      if (job.loss !== "never") return await finish(ctx, job);
      ctx.log.error({ ...fields, err: error }, "Slack does not take a job's words; it comes again");
      return await postpone(ctx, job, backOff(job), true);
    case "channel_closed":
      if (job.channel === null) return await waitAWhile(ctx, job);
      ctx.count("outbox_postponed");
      return await parkJob(ctx, job, job.channel, error.message);
    case "missing_scope":
      ctx.log.error(fields, error.message);
      // A person who can't be told is told by the shortcut Why; waiting for the scope would keep the next word from them too.
      if (job.loss !== "never") return await finish(ctx, job);
      return await postpone(ctx, job, longestBackOff, true);
    case "refused":
      ctx.log.error({ ...fields, err: error }, "Slack refused a job");
      if (job.loss === "tolerable" && job.attempts >= looksAtMost) return await finish(ctx, job);
      return await postpone(ctx, job, backOff(job), true);
    case "unauthorized":
      ctx.log.error({ ...fields, reason: error.message }, "Slack does not let us in; everything is kept");
      return await postpone(ctx, job, longestBackOff, true);
    case "unreachable":
      ctx.log.warn({ ...fields, reason: error.message }, "Slack could not be reached; it comes again");
      return await postpone(ctx, job, retryAfterMs ?? backOff(job), certain);
  }
}

/** Where a person's own channel is closed, what is told there may not stand in the way of the next word for ever. */
async function waitAWhile(ctx: Context, job: Job): Promise<void> {
  if (job.loss !== "never" && job.attempts >= looksAtMost) return await finish(ctx, job);
  await postpone(ctx, job, longestBackOff, true);
}

function backOff(job: Job): number {
  return Math.min(longestBackOff, 500 * 2 ** Math.min(job.attempts, 10));
}

/** @param forget it is certain that nothing was done, so nothing need be looked for. */
async function postpone(ctx: Context, job: Job, after: number, forget: boolean): Promise<void> {
  ctx.count("outbox_postponed");
  await ctx.store.transaction((tx) => tx.outbox.postpone(job, ctx.now() + after, forget));
}

async function finish(ctx: Context, job: Job): Promise<void> {
  ctx.count("outbox_done");
  await ctx.store.transaction((tx) => tx.outbox.finish([job], ctx.now()));
}
