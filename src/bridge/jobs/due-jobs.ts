/** What the worker asks of the outbox: what can be begun now, and when to look again. */
import type { Context } from "../context/context.ts";
import type { DeskCall } from "../contracts/desk.ts";
import type { Blocked, Job } from "../contracts/store/outbox.ts";

/** The first piece of each lane that is due, the most urgent first; without what is blocked. */
export async function dueJobs(ctx: Context, limit: number, blocked: Blocked): Promise<Job[]> {
  const now = ctx.now();
  const { channels, callees, paces } = blocked;
  const nothingBlocked = channels.length + callees.length + paces.length === 0;
  return await ctx.store.read((tx) =>
    nothingBlocked ? tx.outbox.due(now, limit) : tx.outbox.dueExcept(now, limit, blocked),
  );
}

/** Milliseconds until the next piece that is not due yet; null when there is none. */
export async function untilNextJob(ctx: Context): Promise<number | null> {
  const now = ctx.now();
  const next = await ctx.store.read((tx) => tx.outbox.nextDue(now));
  return next === null ? null : next - now;
}

type Paced = Pick<Job, "callee" | "pace" | "channel">;

/** Law 5: the desk is paced by us. 0: the job's call may be made now, and its slot is taken; else milliseconds to wait. */
export function claimSlot(ctx: Context, job: Paced): number {
  if (job.callee === "crm") return ctx.crm.freeIn?.() ?? 0;
  const call = callOf(job);
  return call === null ? 0 : ctx.desk.claimSlot(call);
}

function callOf({ pace, channel }: Omit<Paced, "callee">): DeskCall | null {
  if (pace === null) return null;
  if (pace !== "post") return { kind: pace };
  return channel === null ? null : { kind: "post", channel };
}
