/** The kind of job that shows at the carrier that a direct conversation's texts were read: behind all else. */
import type { EpisodeId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueue, type JobKind } from "./job-kind.ts";

export const readJob: JobKind<{ readonly episode: EpisodeId }> = {
  name: "read",
  callee: "carrier",
  pace: null,
  priority: 7,
  loss: "tolerable",
  lane: ({ episode }) => `read:${episode}`,
  key: ({ episode }) => `read:${episode}`,
};

/** Nothing where no carrier shows it. */
export async function enqueueRead(ctx: Context, tx: Tx, episode: EpisodeId): Promise<void> {
  const isShown = [...ctx.carriers.values()].some(({ markRead }) => markRead !== undefined);
  if (isShown) await enqueue(tx, readJob, { episode }, { dueAt: ctx.now() }, ctx.now());
}
