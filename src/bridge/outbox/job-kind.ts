/**
 * A kind of job: what it is called, what the outbox sorts it by, and its payload. What it does is bound to it in
 * `jobs/registry.ts`, so that whoever enqueues it need not know whoever runs it.
 */
import type { SlackChannelId } from "../../domain/ids.ts";
import type { JobTraits } from "../../domain/job.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { Tx } from "../contracts/store/store.ts";

export interface JobKind<Payload> extends JobTraits {
  readonly name: string;
  /** Jobs of one lane run one at a time, in order of position. */
  lane(payload: Payload): string;
  /** Asked for again under the same key before it is done, it is done once; absent: each for itself. */
  key?(payload: Payload): string;
}

interface When {
  /** Milliseconds since 1970. */
  readonly dueAt: number;
  /** Place within the lane; jobs of the same position go in the order in which they were enqueued. */
  readonly position?: number;
  /** The channel it needs, so that a closed channel holds back only its own. */
  readonly channel?: SlackChannelId | null;
  /** Its attempt is written down with it where it is begun right after the commit. */
  readonly mayBeClaimed?: boolean;
}

/** Whether it is claimed: then it is begun right after the commit. */
export async function enqueue<Payload>(
  tx: Tx,
  kind: JobKind<Payload>,
  payload: Payload,
  when: When,
  now: number,
): Promise<boolean> {
  const { name, callee, pace, priority, loss } = kind;
  const key = kind.key?.(payload);
  return await tx.outbox.enqueue(
    {
      kind: name,
      callee,
      pace,
      priority,
      loss,
      payload,
      lane: kind.lane(payload),
      ...(key === undefined ? {} : { key }),
      mayBeClaimed: pace === "post",
      ...when,
    },
    now,
  );
}

/** Takes it out of the outbox, if it is there. */
export async function withdraw<Payload>(tx: Tx, kind: JobKind<Payload>, payload: Payload): Promise<void> {
  const key = kind.key?.(payload);
  if (key !== undefined) await tx.outbox.drop(key);
}

export async function isEnqueued<Payload>(
  tx: Tx,
  kind: JobKind<Payload>,
  payload: Payload,
): Promise<boolean> {
  const key = kind.key?.(payload);
  return key !== undefined && (await tx.outbox.hasKey(key));
}

export function isJob<Payload>(kind: JobKind<Payload>, job: Job): job is Job & { readonly payload: Payload } {
  return job.kind === kind.name;
}
