/**
 * Runs one job and records how it ended. The worker decides only when; here the job is done, its failures are judged, and its
 * outcome is written in the transaction that takes it out of the outbox.
 */
import { onlyShows } from "../../domain/job.ts";
import type { Context } from "../context/context.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { Conclude, End } from "../outbox/job-end.ts";
import { judgeFailure } from "./judge-failure.ts";
import { perform } from "./registry.ts";

/** Has something written down, again where the store could not. What it gives up on comes again as if it was never done. */
export type Recording = (write: () => Promise<void>) => Promise<void>;

const once: Recording = (write) => write();
/** What can't be written down so often is a defect of ours rather than a disk that is full, and is judged as one. */
const writtenWithin = 5;

/** Never throws for what the outside world does; throws when the store can't write down how it ended. */
export async function runJob(ctx: Context, job: Job, recording: Recording = once): Promise<void> {
  if (ctx.running.has(job.id)) return;
  ctx.running.add(job.id);
  try {
    await recording(await attempt(ctx, job));
  } finally {
    ctx.running.delete(job.id);
  }
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
  // That it was shown may be written down a little later: showing it again would change nothing.
  const when = onlyShows(job) ? "soon" : "now";
  const end = await ctx.store.transaction((tx) => endJob(ctx, tx, job, conclude), when);
  ctx.count(end.kind === "later" ? "outbox_postponed" : "outbox_done");
}

async function endJob(ctx: Context, tx: Parameters<Conclude>[0], job: Job, conclude: Conclude): Promise<End> {
  const end = await conclude(tx);
  if (end.kind === "done") await tx.outbox.finish([job], ctx.now());
  if (end.kind === "later") await tx.outbox.postpone(job, ctx.now() + end.after, true);
  return end;
}
