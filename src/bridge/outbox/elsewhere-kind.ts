/** The kind of job that looks again at a text that seems to have been sent elsewhere, while it may still be one of ours. */
import type { CarrierMessageId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueue, type JobKind } from "./job-kind.ts";

export interface ElsewhereWork {
  readonly carrier: string;
  readonly id: CarrierMessageId;
}

export const elsewhereJob: JobKind<ElsewhereWork> = {
  name: "elsewhere",
  callee: "carrier",
  pace: null,
  priority: 3,
  loss: "never",
  lane: ({ carrier, id }) => `elsewhere:${carrier}:${id}`,
  key: ({ carrier, id }) => `elsewhere:${carrier}:${id}`,
};

/** Each look after this long, the last of them as often as it takes. Milliseconds. */
export const lookAfter = [1_000, 3_000, 15_000, 60_000] as const;

export async function enqueueElsewhere(ctx: Context, tx: Tx, work: ElsewhereWork): Promise<void> {
  const now = ctx.now();
  await enqueue(tx, elsewhereJob, work, { dueAt: now + lookAfter[0] }, now);
}
